"""kill -9 in the middle of a loaded day: nothing acknowledged is lost, no seat is stuck, and no
customer is called twice."""

import json
import subprocess
import urllib.request

from conftest import Program, until


class Agent:
    """A program that works at a seat over JSON, as the workbench's script does."""

    def __init__(self, program, name):
        self.program = program
        form = f"name={name}&password={program.accounts[name]}&return=/"
        request = urllib.request.Request(f"{program.address}/session", form.encode())
        request.add_header("Accept", "application/json")
        answer = urllib.request.urlopen(request)
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        self.token = cookie.split("=", 1)[1]

    def ask(self, method, path, **fields):
        body = json.dumps(fields).encode() if method == "POST" else None
        request = urllib.request.Request(self.program.address + path, body, method=method)
        request.add_header("Accept", "application/json")
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", f"Bearer {self.token}")
        try:
            return json.loads(urllib.request.urlopen(request).read())
        except urllib.error.HTTPError as error:
            return json.loads(error.read())


def one_call(agent, holder):
    """Places a call and saves a result; returns the call's identity once it is acknowledged."""
    seat = until(
        lambda: (lambda a: a if a.get("state") == "previewing" else None)(
            agent.ask("POST", "/seat/hand-out", holder=holder)
        ),
        "a lead",
    )
    seat = agent.ask("POST", "/seat/call", holder=holder)
    assert seat["state"] == "dialling", seat

    def over():
        seat = agent.ask("GET", "/seat")
        if seat["state"] == "talking":
            agent.ask("POST", "/seat/call/end", holder=holder)
        return seat if seat["state"] == "wrapping_up" else None

    seat = until(over, "the end of the call")
    saved = agent.ask("POST", "/seat/outcome", holder=holder, outcome="no_answer")
    assert saved["state"] == "ready", saved
    return seat["call"]["id"]


def test_kill_in_the_middle_of_a_day(tmp_path):
    program = Program(tmp_path / "data", "--speed", "120").start()
    until(lambda: "saved" if (tmp_path / "data" / "demo-accounts.json").exists() else None, "demo")
    agent = Agent(program, "agent")
    # The demo's clock begins two minutes before the calling hours.
    holder = agent.ask("POST", "/seat")["holder"]
    acknowledged = [one_call(agent, holder) for _ in range(5)]
    agent.ask("POST", "/seat/hand-out", holder=holder)
    program.kill()

    program.start()
    agent = Agent(program, "agent")
    for call in acknowledged:
        kept = agent.ask("GET", f"/calls/{call}")
        assert "无人接听" in json.dumps(kept, ensure_ascii=False), kept
    seat = agent.ask("POST", "/seat")
    assert seat["state"] in ("previewing", "wrapping_up", "ready"), seat
    if seat["state"] == "previewing":
        seat = agent.ask("POST", "/seat/return", holder=seat["holder"])
    if seat["state"] == "wrapping_up":
        seat = agent.ask("POST", "/seat/outcome", holder=seat["holder"], outcome="no_answer")
    assert seat["state"] == "ready", seat

    bank = Agent(program, "bank")
    results = []
    key = 0
    while key is not None:
        page = bank.ask("GET", f"/results?after={key}&limit=500")
        results += page["results"]
        key = page.get("next")
    leads = [line["lead"] for line in results]
    assert len(leads) == len(set(leads)), "a customer was called twice on one day"
    lost = [line for line in results if line["end_cause"] == "lost"]
    assert all(line["verdict"] in ("no_evidence", "unrecorded") for line in lost)
    assert len({line["call"] for line in results}) == len(results)
    recount = [program.binary, "recount", "--data", str(program.folder)]
    running = subprocess.run(recount, capture_output=True, text=True, encoding="utf-8")
    assert running.returncode == 1 and "Stop it first" in running.stderr, running
    program.stop()
    counted = subprocess.run(recount, capture_output=True, text=True, encoding="utf-8")
    assert "The sums agree with the rows" in counted.stdout, counted
