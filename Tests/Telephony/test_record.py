"""C6.3: the place to which a node delivers its record is out of reach for a while."""

import re
import socket
import threading

from conftest import ELSEWHERE, until
from test_calls import kinds

# Where the node delivers; a relay leads from there to the program once it is up.
RELAYED = int(ELSEWHERE["RECORD_PORT"]) + 1


def test_record_out_of_reach(station):
    """Calls go on without the second witness, and its word is kept when it comes, in order."""
    telephone, seat = station(prepare=deliver_elsewhere)
    seat.dial()
    seat.state("talking")
    seat.hang_up()
    call, events = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    assert kinds(events, "signalling") == ["proceeding", "ringing", "answered", "ended:normal:agent"]
    assert kinds(events, "record") == []
    seat.save("w")
    with Relay(RELAYED, int(ELSEWHERE["RECORD_PORT"])):
        until(lambda: "ended" in str(kinds(seat.call[1], "record")), "the record, late")
    record = [kind for kind in kinds(seat.call[1], "record") if not kind.startswith("measured")]
    assert record == ["ringing", "answered", "ended:normal:agent"]
    assert seat.call[0]["ended_at"] == call["ended_at"]


def deliver_elsewhere(telephone):
    path = telephone.folder / "janus/janus.eventhandler.sampleevh.jcfg"
    path.write_text(re.sub(r"127\.0\.0\.1:\d+/", f"127.0.0.1:{RELAYED}/", path.read_text()))
    telephone.run("janus")


class Relay:
    """Leads what comes to one port on to another, while it is entered."""

    def __init__(self, port, target):
        self.port, self.target = port, target

    def __enter__(self):
        self.listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, daemon=True).start()

    def __exit__(self, *_):
        self.listening.close()

    def accept(self):
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=pass_on, args=(source, sink), daemon=True).start()


def pass_on(source, sink):
    while data := source.recv(65536):
        sink.sendall(data)
    sink.close()
