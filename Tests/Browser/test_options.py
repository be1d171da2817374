"""The programs in bin/ tell what they take, and refuse what they do not take before they do anything."""

import subprocess

import pytest
from conftest import ROOT

PROGRAMS = sorted(path.name for path in (ROOT / "bin").iterdir())


def run(name, *arguments):
    command = [str(ROOT / "bin" / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)


@pytest.mark.parametrize("name", PROGRAMS)
def test_help(name):
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith(".")
    assert "set -" not in done.stdout and "#" not in done.stdout


@pytest.mark.parametrize("name", PROGRAMS)
def test_unknown_option(name):
    done = run(name, "--nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--nonsense" in done.stderr and done.stderr.endswith(f"bin/{name} --help\n")


@pytest.mark.parametrize(
    "name, arguments, words",
    [
        ("format", ["Sources"], "it takes no argument"),
        ("in-telephone-network", [], "it takes a command"),
        ("postgres-for-tests", ["stop", "now"], "'now'"),
        ("run", ["--empty", "--prot", "8081"], "no option --prot"),
        ("run", ["--port"], "--port needs a value"),
        ("setup", ["--tests", "--telefony"], "no option '--telefony'"),
        ("telephony", ["start"], "takes a folder"),
        ("telephony", ["start", "--help"], "takes a folder"),
        ("telephony", ["stop", "FOLDER", "now"], "takes no 'now'"),
        ("telephony", ["janus", "FOLDER", "second"], "'second'"),
        ("test", ["Tests/Browser"], "it takes no argument"),
    ],
)
def test_refused(name, arguments, words, tmp_path):
    folder = tmp_path / "telephone"
    done = run(name, *[str(folder) if word == "FOLDER" else word for word in arguments])
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert not folder.exists()
