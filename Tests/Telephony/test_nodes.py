"""C2.2: seats are spread over the telephone nodes; a lost node's seats move to another."""

import os
import signal

from conftest import until
from test_calls import HEARD


def test_a_lost_node(station):
    telephone, seat = station(NODES="2")
    seat.dial()
    seat.state("talking")
    until(lambda: seat.page.evaluate(HEARD) > 0, "voice from the customer")
    carrying = carrier(telephone)
    os.kill(telephone.pid(carrying), signal.SIGKILL)
    seat.state("wrapping_up")
    call, events = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("network_failure", "system")
    seat.save("w")
    # By itself, on the other node, without a word to the agent.
    seat.phone("ready")
    # The customer's side still holds the call that the killed node could not end.
    telephone.customers(telephone.reaction)
    seat.dial()
    seat.state("talking")
    until(lambda: seat.page.evaluate(HEARD) > 0, "voice over the other node")
    assert carrier(telephone) != carrying
    seat.hang_up()
    call, _ = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    seat.save("w")


def carrier(telephone):
    """The name of the node that has voice ports open towards the trunk."""
    for name in ("janus", "janus-1"):
        if is_running(telephone, name) and trunk_ports(telephone.pid(name)):
            return name
    raise AssertionError("no node carries a call")


def is_running(telephone, name):
    try:
        os.kill(telephone.pid(name), 0)
    except ProcessLookupError:
        return False
    return bool(sockets(telephone.pid(name)))


def sockets(pid):
    """The inodes of a process's sockets."""
    found = set()
    for entry in os.scandir(f"/proc/{pid}/fd"):
        try:
            target = os.readlink(entry.path)
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def trunk_ports(pid):
    """Its UDP ports in the range for voice between Janus and the trunk."""
    own = sockets(pid)
    ports = []
    with open(f"/proc/{pid}/net/udp", encoding="ascii") as table:
        for line in table.readlines()[1:]:
            fields = line.split()
            port = int(fields[1].split(":")[1], 16)
            if fields[9] in own and 20000 <= port <= 29999:
                ports.append(port)
    return ports
