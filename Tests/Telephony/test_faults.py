"""What breaks in the middle of a call ends in a freed seat, a truthful record and clear words."""

import os
import signal

from conftest import STAYS, Seat, sign_in, until


def ended(seat):
    until(lambda: seat.call[0]["ended_at"], "the call's end")
    return seat.call


def witnessed(seat):
    return [(event["source"], event["kind"]) for event in seat.call[1]]


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
    """At the address that the open pages know."""
    port = program.address.rsplit(":", 1)[1]
    program.options = (*program.options, "--port", port)
    program.start()


def test_server_killed(program, telephone, desk):
    """kill -9 in a call: when the server is back the call is ended with the customer too."""
    desk.dial()
    desk.state("talking")
    program.kill()
    start_again(program)
    desk.state("wrapping_up")
    call, events = desk.call
    assert call["end_cause"] == "lost"
    # Nobody goes on talking unseen: Janus has sent the customer a BYE.
    until(lambda: "\nBYE sip:" in telephone.wire(), "the BYE to the customer")
    desk.save("w")
    desk.phone("ready")
    desk.dial()
    desk.state("talking")
    desk.hang_up()
    desk.save("w")


def test_customer_hangs_up_while_the_server_is_away(program, telephone, desk):
    """C6.3: nobody saw the end but the node, whose record is evidence once the server is back."""
    telephone.customers("06")
    desk.dial()
    desk.state("talking")
    program.kill()
    until(lambda: "\nBYE sip:" in telephone.wire(), "the customer's BYE")
    start_again(program)
    desk.state("wrapping_up")
    assert desk.call[0]["end_cause"] == "lost"
    until(lambda: ("record", "ended:normal:customer") in witnessed(desk), "the node's word on it")
    assert desk.call[0]["end_cause"] == "lost"
    desk.save("w")
    telephone.customers(STAYS)
    desk.phone("ready")


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
    said = iter(program.process.stdout.readline, "")
    assert any("places no further call and waits for 1" in line for line in said)
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
