"""C6.3: a disk that runs full while a call is recorded: the call goes on, its record is truthful, the
next one is refused with a reason, and nothing needs a restart."""

import os
import subprocess

from conftest import recording, until

# Just above what a dial asks for.
DISK = 240 << 20


def test_disk_full(station):
    disks = []

    def on_a_small_disk(telephone):
        spool = telephone.folder / "spool"
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(spool)], check=True
        )
        disks.append(spool)

    try:
        telephone, seat = station(prepare=on_a_small_disk)
        filler = disks[0] / "filler"
        seat.dial()
        seat.state("talking")
        spooled = disks[0] / f"{seat.call[0]['id']}-user-audio.mjr"
        until(lambda: spooled.exists() and spooled.stat().st_size > 0, "the recording's begin")
        fill(filler)
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

        filler.unlink()
        until(lambda: recording(seat, call["id"]) == "short", "the short recording is found")
        seat.dial()
        seat.state("talking")
        seat.hang_up()
        seat.save("w")
    finally:
        for disk in disks:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(path):
    """Leaves no byte free."""
    block = b"x" * (1 << 20)
    with open(path, "wb", buffering=0) as file:
        while block:
            try:
                file.write(block)
            except OSError:
                block = block[: len(block) // 2]
        os.fsync(file.fileno())
