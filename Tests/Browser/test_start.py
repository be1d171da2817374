"""What an operator reads when the program does not start."""

import os
import pathlib
import re
import socket
import subprocess

import pytest

from conftest import ROOT, Program

BINARY = os.environ.get("HUIHU_BINARY", str(ROOT / ".build/debug/huihu"))


def refused(folder, *options, before=()):
    """Starts the program, which must end by itself; returns what it said."""
    command = [*before, BINARY, "serve", "--data", str(folder), "--port", "0", *options]
    ended = subprocess.run(
        [*command, "--assets", str(ROOT / "Public")],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )
    assert ended.returncode == 1, ended
    assert re.search("[\u4e00-\u9fff]", ended.stderr), ended.stderr
    return ended.stderr


def test_a_second_program_is_refused_and_the_first_goes_on(tmp_path):
    first = Program(tmp_path / "data", "--speed", "60").start()
    said = refused(tmp_path / "data")
    assert f"process {first.process.pid}" in said
    port = int(first.address.rsplit(":", 1)[1])
    other = subprocess.run(
        [BINARY, "serve", "--data", str(tmp_path / "other"), "--port", str(port)],
        capture_output=True, text=True, timeout=60, check=False,
    )
    assert other.returncode != 0 and str(port) in other.stderr
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /session/new HTTP/1.0\r\n\r\n")
        assert b" 200 " in connection.recv(100)
    first.kill()
    first.start()
    first.stop()


def test_a_folder_that_others_can_read_is_refused(tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)
    assert "chmod 700" in refused(tmp_path / "data")


def test_a_key_without_its_database_is_refused(tmp_path):
    Program(tmp_path / "data", "--empty").start().stop()
    for file in (tmp_path / "data").glob("huihu.sqlite*"):
        file.unlink()
    assert "begin anew" in refused(tmp_path / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="a read-only mount needs root")
def test_a_database_on_a_read_only_disk_is_refused(tmp_path):
    Program(tmp_path / "data", "--empty").start().stop()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    database = elsewhere / "huihu.sqlite"
    pathlib.Path(tmp_path / "data" / "huihu.sqlite").rename(database)
    # The lock beside it is there before: only the database itself is out of reach.
    pathlib.Path(f"{database}.lock").touch(mode=0o600)
    script = f"mount --bind {database} {database} && mount -o remount,ro,bind {database} && exec \"$@\""
    said = refused(
        tmp_path / "data", "--database", f"sqlite:{database}",
        before=("unshare", "-m", "bash", "-c", script, "-"),
    )
    assert "read-only" in said
