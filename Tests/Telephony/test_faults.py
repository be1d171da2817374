"""What breaks in the middle of a call ends in a freed seat, a truthful record and clear words."""

import os
import signal

from conftest import STAYS, Seat, recording, sign_in, until
from test_calls import HEARD, kinds


def ended(seat):
    until(lambda: seat.call[0]["ended_at"], "the call's end")
    return seat.call


def test_microphone_refused(program, chromium, desk):
    """The page says what to do, and a dial is refused before it counts."""
    desk.phone("ready")
    other = Seat(sign_in(program, chromium(allowed=False), "agent", "/workbench"), program)
    other.page.wait_for_selector("#softphone.is-bad")
    assert "麦克风被拒绝" in other.page.inner_text("#softphone")
    other.state("ready")
    before = other.page.inner_text("[data-seat=dialled]")
    other.page.keyboard.press("Enter")
    other.state("previewing")
    other.page.keyboard.press("d")
    refusal = other.page.wait_for_selector(".bench-script [data-refusal] .notice")
    assert "软电话尚未就绪" in refusal.inner_text()
    other.state("previewing")
    assert other.page.inner_text("[data-seat=dialled]") == before
    other.page.keyboard.press("Escape")
    other.state("ready")
    other.page.context.browser.close()
    take_back(desk)


def take_back(desk):
    """The desk's own tab takes its seat back."""
    desk.state("taken_over")
    desk.page.keyboard.press("u")
    desk.state("ready")
    desk.phone("ready")


def test_browser_killed(program, chromium, desk):
    """Janus keeps the call when a browser dies; the server hears the silence and hangs up."""
    browser = chromium()
    other = Seat(sign_in(program, browser, "agent", "/workbench"), program)
    other.phone("ready")
    other.dial()
    other.state("talking")
    browser.close()
    call, events = ended(other)
    assert (call["end_cause"], call["ended_by"]) == ("page_gone", "system")
    desk.state("taken_over")
    desk.page.keyboard.press("u")
    desk.state("wrapping_up")
    desk.save("w")
    desk.phone("ready")


def test_janus_killed(program, telephone, desk):
    """The call ends at once in the books; when Janus is back the softphone is ready by itself."""
    desk.dial()
    desk.state("talking")
    os.kill(telephone.pid("janus"), signal.SIGKILL)
    desk.state("wrapping_up")
    desk.phone("down")
    assert "电话线路不可用" in desk.page.inner_text("#softphone")
    call, events = desk.call
    assert (call["end_cause"], call["ended_by"]) == ("network_failure", "system")
    assert [event["reason"] for event in events][-1] == "telephone node lost"
    desk.save("w")
    desk.page.keyboard.press("Enter")
    desk.state("previewing")
    desk.page.keyboard.press("d")
    refusal = desk.page.wait_for_selector(".bench-script [data-refusal] .notice")
    assert "电话线路不可用" in refusal.inner_text()
    desk.page.keyboard.press("Escape")
    telephone.run("janus")
    # The customer's side still holds the call that Janus could not end.
    telephone.customers(telephone.reaction)
    desk.phone("ready")
    desk.dial()
    desk.state("talking")
    desk.hang_up()
    desk.save("w")


def start_again(program):
    """At the address that the open pages know, the clock at its natural speed."""
    port = program.address.rsplit(":", 1)[1]
    program.options = (*program.options, "--port", port, "--speed", "1")
    program.start()


def test_server_killed(program, telephone, desk):
    """kill -9 in a call and a start again: both go on talking, and the agent ends it as ever."""
    desk.dial()
    desk.state("talking")
    until(lambda: desk.page.evaluate(HEARD) > 20, "voice from the customer")
    id = desk.call[0]["id"]
    program.kill()
    before = desk.page.evaluate(HEARD)
    until(lambda: desk.page.evaluate(HEARD) > before + 20, "voice while nobody serves")
    start_again(program)
    desk.page.wait_for_selector("[data-seat=line]:not(.is-down)", state="attached")
    desk.state("talking")
    before = desk.page.evaluate(HEARD)
    until(lambda: desk.page.evaluate(HEARD) > before + 20, "voice after the start")
    # The keys of a call reach it.
    desk.page.keyboard.press("p")
    desk.page.wait_for_selector("[data-act=hold][aria-pressed=true]")
    desk.page.keyboard.press("p")
    desk.page.wait_for_selector("[data-act=hold][aria-pressed=false]")
    desk.hang_up()
    until(lambda: "ended" in str(kinds(desk.call[1], "signalling")), "the signalling's end")
    call, events = desk.call
    assert (call["id"], call["end_cause"], call["ended_by"]) == (id, "normal", "agent")
    assert kinds(events, "signalling")[-2:] == ["answered", "ended:normal:agent"]
    assert kinds(events, "huihu") == []
    until(lambda: recording(desk, id), "the recording")
    assert recording(desk, id) == "stored"
    desk.save("w")
    dial_once_more(desk)


def test_stopped_at_once(program, telephone, desk, chromium):
    """A second SIGTERM leaves the call to the next start; who listened listens no more (C9.1)."""
    desk.dial()
    desk.state("talking")
    supervisor = sign_in(program, chromium(), "supervisor", f"/calls/{desk.call[0]['id']}")
    supervisor.keyboard.press("l")
    supervisor.wait_for_selector("#monitor[data-mode=listen]")
    assert "主管监听中" in desk.page.inner_text(".call-bar")
    program.process.send_signal(signal.SIGTERM)
    waits(program)
    program.process.send_signal(signal.SIGTERM)
    program.process.wait(timeout=60)
    start_again(program)
    supervisor.wait_for_selector("#monitor[data-mode=ended]")
    supervisor.context.browser.close()
    assert "主管监听中" not in desk.page.inner_text(".call-bar")
    desk.state("talking")
    before = desk.page.evaluate(HEARD)
    until(lambda: desk.page.evaluate(HEARD) > before + 20, "voice after the start")
    desk.hang_up()
    call, _ = ended(desk)
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    desk.save("w")


def waits(program):
    said = iter(program.process.stdout.readline, "")
    assert any("places no further call and waits for 1" in line for line in said)


def test_customer_answers_while_the_server_is_away(program, telephone, desk):
    """Janus gives the answer to the program that died: the silent call is hung up, and said to be lost."""
    desk.dial()
    desk.state("ringing")
    program.kill()
    dialled = telephone.wire().rindex("\nINVITE sip:")
    until(lambda: "\nACK sip:" in telephone.wire()[dialled:], "the customer's answer")
    start_again(program)
    desk.state("wrapping_up")
    call, events = desk.call
    assert (call["end_cause"], call["ended_by"]) == ("lost", "system")
    assert "answered" in kinds(events, "record")
    desk.save("w")


def test_customer_hangs_up_while_the_server_is_away(program, telephone, desk):
    """C6.3: how and when the call ended is what the node saw, which is told once the server is back."""
    telephone.customers("06")
    desk.dial()
    desk.state("talking")
    program.kill()
    until(lambda: "\nBYE sip:" in telephone.wire(), "the customer's BYE")
    start_again(program)
    desk.state("wrapping_up")
    call, events = desk.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "customer")
    told = [event["at"] for event in events if event["source"] == "record" and "ended" in event["kind"]]
    assert told == [call["ended_at"]]
    desk.save("w")
    telephone.customers(STAYS)
    dial_once_more(desk)


def test_server_and_janus_killed(program, telephone, desk):
    """Nobody carries the call any more: nobody knows how it ended, and the agent goes on."""
    desk.dial()
    desk.state("talking")
    program.kill()
    os.kill(telephone.pid("janus"), signal.SIGKILL)
    start_again(program)
    desk.state("wrapping_up")
    assert (desk.call[0]["end_cause"], desk.call[0]["ended_by"]) == ("lost", "system")
    telephone.run("janus")
    # The customer's side still holds the call that Janus could not end.
    telephone.customers(STAYS)
    desk.save("w")
    dial_once_more(desk)


def dial_once_more(desk):
    desk.phone("ready")
    desk.dial()
    desk.state("talking")
    desk.hang_up()
    desk.save("w")


def test_trunk_unreachable(program, telephone, desk):
    """Nobody behind the trunk: the call ends by itself and is not the customer's fault."""
    desk.phone("ready")
    os.kill(telephone.pid("sipp"), signal.SIGKILL)
    counted = desk.page.inner_text("[data-seat=dialled]")
    desk.dial()
    desk.state("ready", seconds=60)
    desk.page.wait_for_selector("#notices .notice-warning >> text=线路故障")
    assert desk.page.inner_text("[data-seat=dialled]") == counted
    call, events = ended(desk)
    assert (call["answered_at"], call["end_cause"]) == (None, "network_failure")
    # The node's record may tell of the end before the signalling does.
    assert any(event["kind"].startswith("ended:network_failure") for event in events)
    telephone.customers(telephone.reaction)
    desk.phone("ready")
    desk.dial()
    desk.state("talking")
    desk.hang_up()
    desk.save("w")


def test_draining(program, desk):
    """A stop lets the call under way end, and no other begins meanwhile."""
    desk.dial()
    desk.state("talking")
    program.process.send_signal(signal.SIGTERM)
    waits(program)
    assert program.process.poll() is None
    desk.hang_up()
    call, _ = ended(desk)
    assert (call["end_cause"], call["ended_by"]) == ("normal", "agent")
    program.process.wait(timeout=60)
    desk.phone("connecting")
    start_again(program)
    desk.state("wrapping_up")
    desk.save("w")
    desk.phone("ready")
    desk.dial()
    desk.state("talking")
    desk.hang_up()
    desk.save("w")
