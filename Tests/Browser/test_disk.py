"""A full disk: calls can be hung up, what happens waits in memory, and nothing stays stuck."""

import os
import pathlib
import subprocess

import pytest
from conftest import Program, until
from test_crash import Agent


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own for the data, which the test can fill."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96m,mode=700", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"a disk of its own needs the right to mount: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def fill(folder):
    """Takes what room there is; some is left in the log that is written over."""
    with open(folder / "ballast", "ab", buffering=0) as ballast:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    ballast.write(b"x" * size)
            except OSError:
                pass


def test_hang_up_on_a_full_disk(small_disk, tmp_path):
    program = Program(small_disk, "--speed", "60").start()
    until(lambda: (small_disk / "demo-accounts.json").exists(), "the demo")
    agent = Agent(program, "agent")
    holder = agent.ask("POST", "/seat")["holder"]

    def lead():
        answer = agent.ask("POST", "/seat/hand-out", holder=holder)
        return answer.get("state") == "previewing"

    until(lead, "a lead", 120)
    agent.ask("POST", "/demo/speed", speed=1)
    assert agent.ask("POST", "/seat/call", holder=holder)["state"] == "dialling"

    def refused():
        fill(small_disk)
        answer = agent.ask("POST", "/seat/mode", holder=holder, mode="preview")
        return answer if answer.get("code") == "storage.full" else None

    words = until(refused, "the disk is full")
    assert "磁盘已满" in words["message"]
    # Hanging up needs no disk. To see a customer does: every view is recorded first (C4.4).
    ended = agent.ask("POST", "/seat/call/end", holder=holder)
    assert ended["state"] in ("dialling", "ringing", "talking"), ended
    assert not ended.get("customer"), ended
    assert "电话已挂断" in ended["unstored"] and "无法存储" in ended["unstored"]
    assert agent.ask("GET", "/seat")["code"] == "storage.full"
    call = ended["call"]["id"]
    assert agent.ask("POST", "/seat/heartbeat", holder=holder).get("code") is None

    os.unlink(small_disk / "ballast")
    until(lambda: agent.ask("GET", "/seat").get("state") == "wrapping_up", "the end is stored")
    assert not agent.ask("GET", "/seat").get("unstored")
    saved = agent.ask("POST", "/seat/outcome", holder=holder, outcome="no_answer")
    assert saved["state"] == "ready", saved
    # What was done while nothing could be written stands in the audit log.
    auditor = Agent(program, "auditor")

    def recorded():
        log = auditor.ask("GET", f"/audit?action=call.hang_up&subject=call&subject_id={call}")
        return log["entries"]

    until(recorded, "the record of hanging up")
    kept = agent.ask("GET", f"/calls/{call}")
    assert [event["kind"] for event in kept["evidence"]], kept
    program.stop()
    assert "defect" not in pathlib.Path(f"{small_disk}.log").read_text(encoding="utf-8")
