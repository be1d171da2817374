"""C6.3: a disk that runs full in a call: the call goes on and can be ended, its record is truthful, the
next one is refused with a reason, and nothing needs a restart."""

import os
import subprocess

import pytest

from conftest import imported, recording, until
from test_calls import kinds

# Just above what a dial asks for.
SPOOL = 240 << 20
DATA = 96 << 20


@pytest.fixture
def small_disk():
    """Puts a disk of its own at a folder."""
    mounted = []

    def mount(folder, size):
        folder.mkdir(mode=0o700, exist_ok=True)
        options = f"size={size},mode=700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_recordings_on_a_full_disk(small_disk, station):
    telephone, seat = station(prepare=lambda telephone: small_disk(telephone.folder / "spool", SPOOL))
    spool = telephone.folder / "spool"
    seat.dial()
    seat.state("talking")
    spooled = spool / f"{seat.call[0]['id']}-user-audio.mjr"
    until(lambda: spooled.exists() and spooled.stat().st_size > 0, "the recording's begin")
    fill(spool)
    full = spooled.stat().st_size
    until(lambda: seat.page.inner_text("[data-seat=call-since]") >= "0:06", "talk on a full disk")
    assert spooled.stat().st_size == full
    seat.hang_up()
    call, _ = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    seat.save("w")

    seat.phone("ready")
    seat.page.keyboard.press("Enter")
    seat.state("previewing")
    seat.page.keyboard.press("d")
    refusal = seat.page.wait_for_selector(".bench-script [data-refusal] .notice")
    assert "录音存储空间不足" in refusal.inner_text()
    seat.state("previewing")
    seat.page.keyboard.press("Escape")
    seat.state("ready")

    make_room(spool)
    until(lambda: recording(seat, call["id"]) == "short", "the short recording is found")
    seat.dial()
    seat.state("talking")
    seat.hang_up()
    seat.save("w")


# What the server says of the seat: to see its customer is recorded first, which needs the disk.
CODE = """async () => {
  const { requestHeaders } = await """ + imported('"page.js"') + """;
  const answer = await fetch("/seat", { headers: requestHeaders() });
  return (await answer.json()).code ?? "";
}"""


def test_data_on_a_full_disk(small_disk, station):
    telephone, seat = station(
        prepare=lambda telephone: small_disk(telephone.folder.parent / "data", DATA)
    )
    data = telephone.folder.parent / "data"
    seat.dial()
    seat.state("talking")
    kept = next(iter((data / "janus-handles").glob("*.json")))
    until(lambda: "answeredAt" in kept.read_text(), "what a later run must know of the call")

    def is_full():
        fill(data)
        return seat.page.evaluate(CODE) == "storage.full"

    until(is_full, "the disk is full")
    seat.page.keyboard.press("h")
    until(lambda: "\nBYE sip:" in telephone.wire(), "the customer is let go")
    until(lambda: not kept.exists(), "the call that is over is not kept")
    assert seat.call[0]["ended_at"] is None

    make_room(data)
    seat.state("wrapping_up")
    call, events = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    assert kinds(events, "signalling")[-1] == "ended:normal:agent"
    seat.save("w")
    seat.phone("ready")
    until(lambda: kept.exists() and "answeredAt" not in kept.read_text(), "the next call's handle")
    seat.dial()
    seat.state("talking")
    seat.hang_up()
    seat.save("w")


def fill(folder):
    """Leaves no byte free."""
    block = b"x" * (1 << 20)
    with open(folder / "ballast", "ab", buffering=0) as file:
        while block:
            try:
                file.write(block)
            except OSError:
                block = block[: len(block) // 2]
        os.fsync(file.fileno())


def make_room(folder):
    (folder / "ballast").unlink()
