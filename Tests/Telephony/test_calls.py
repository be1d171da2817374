"""C2.2, C6.3: an agent's browser rings a customer, and the server keeps what the line saw."""

import re

import pytest

from conftest import imported, until


def kinds(events, source):
    return [event["kind"] for event in events if event["source"] == source]


def test_answer_and_hang_up(seat):
    """Rings, talks, the agent hangs up; both witnesses agree."""
    seat.dial()
    seat.state("talking")
    assert seat.page.is_visible("[data-act=mute]")
    # Voice goes both ways: the customer's side is heard in the page.
    until(
        lambda: seat.page.evaluate(HEARD) > 60,
        "voice from the customer",
    )
    seat.hang_up()
    until(
        lambda: told(seat, "measured", "ended"),
        lambda: f"the record's end and the voice's figures: {kinds(seat.call[1], 'record')}",
    )
    until(lambda: "ended" in str(kinds(seat.call[1], "signalling")), "the signalling's end")
    call, events = seat.call
    assert call["end_cause"] == "normal" and call["ended_by"] == "agent"
    assert kinds(events, "signalling") == [
        "proceeding", "ringing", "answered", "ended:normal:agent",
    ]
    # The voice's figures come with the media's end, before or after the call's own.
    record = kinds(events, "record")
    figures = [kind for kind in record if kind.startswith("measured")]
    assert [kind for kind in record if kind not in figures] == [
        "ringing", "answered", "ended:normal:agent",
    ]
    measured = figures[0].split(":")
    assert int(measured[1]) > 20 and int(measured[4]) > 20
    seat.save("w")


def told(seat, *words):
    record = str(kinds(seat.call[1], "record"))
    return all(word in record for word in words)


SOFTPHONE = "const { callPeer } = await " + imported('"softphone.js"') + ";"

HEARD = """async () => {
  """ + SOFTPHONE + """
  let packets = 0;
  for (const report of (await callPeer()?.getStats())?.values() ?? []) {
    if (report.type === "inbound-rtp") packets = report.packetsReceived;
  }
  return packets;
}"""


@pytest.mark.parametrize(
    ("reaction", "cause", "party", "suggested"),
    [
        ("01", "busy", "customer", "busy"),
        ("03", "rejected", "customer", "declined"),
        ("04", "invalid_number", "network", "invalid_number"),
        ("07", "powered_off", "network", "unavailable"),
    ],
)
def test_not_reached(seat, telephone, reaction, cause, party, suggested):
    """C6.3: the network's word becomes the proposed result, with its SIP status and Q.850 cause."""
    telephone.customers(reaction)
    seat.dial()
    seat.state("wrapping_up")
    call, events = seat.call
    assert (call["end_cause"], call["ended_by"]) == (cause, party)
    assert call["answered_at"] is None
    ended = [event for event in events if event["kind"].startswith("ended")]
    assert ended[0]["q850"] is not None and ended[0]["sip_status"] >= 400
    checked = seat.page.locator("#bench-outcome input[name=outcome]:checked")
    assert checked.get_attribute("value") == suggested


def test_recording_notice(seat):
    """Going on from the step that tells of the recording keeps when it was told."""
    seat.dial()
    seat.state("talking")
    assert "请告知客户通话录音" in seat.page.inner_text(".call-bar")
    seat.page.keyboard.press("a")
    until(lambda: "已告知录音" in seat.page.inner_text(".call-bar"), "the notice")
    seat.hang_up()
    call, _ = seat.call
    seat.page.goto(f"{seat.program.address}/calls/{call['id']}")
    assert "已告知客户通话录音" in seat.page.inner_text("main")
    seat.page.goto(f"{seat.program.address}/workbench")
    seat.state("wrapping_up")
    seat.save("w")


def test_customer_hangs_up_first(seat, telephone):
    telephone.customers("06")
    seat.dial()
    seat.state("talking")
    seat.state("wrapping_up")
    call, _ = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("normal", "customer")
    seat.save("w")


def test_early_media(seat, telephone):
    """An announcement before the answer is heard, and told apart from ringing."""
    telephone.customers("05")
    seat.dial()
    seat.state("ringing")
    seat.state("talking")
    seat.hang_up()
    _, events = seat.call
    assert "early_media" in kinds(events, "signalling")
    seat.save("w")


def test_cancel(seat, telephone):
    """The agent gives up while it rings."""
    telephone.customers("02")
    seat.dial()
    seat.state("ringing")
    seat.hang_up()
    call, _ = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("cancelled", "agent")


def test_pbx_that_ignores_cancel(seat, telephone):
    """The seat is free within seconds, not after the network's 32."""
    telephone.customers("08")
    seat.dial()
    seat.state("ringing")
    seat.page.keyboard.press("h")
    seat.state("wrapping_up", seconds=10)
    call, events = seat.call
    assert (call["end_cause"], call["ended_by"]) == ("cancelled", "agent")
    assert kinds(events, "huihu") == ["ended:cancelled:agent"]


def test_hold_mute_and_keys(seat):
    """T mutes, P keeps the customer waiting, Z opens the keypad."""
    seat.dial()
    seat.state("talking")
    seat.page.keyboard.press("t")
    assert seat.page.get_attribute("[data-act=mute]", "aria-pressed") == "true"
    seat.page.keyboard.press("t")
    assert seat.page.get_attribute("[data-act=mute]", "aria-pressed") == "false"
    seat.page.keyboard.press("p")
    seat.page.wait_for_selector("[data-act=hold][aria-pressed=true]")
    seat.page.keyboard.press("p")
    seat.page.wait_for_selector("[data-act=hold][aria-pressed=false]")
    seat.page.keyboard.press("z")
    seat.page.keyboard.press("5")
    seat.page.wait_for_function("document.querySelector('[data-phone=digits]').textContent === '5'")
    seat.page.keyboard.press("Escape")
    seat.hang_up()
    seat.save("w")


def test_no_number_reaches_the_browser(seat):
    """C4.4: neither in pages, nor in JSON, nor in the session's description."""
    seat.dial()
    seat.state("talking")
    until(lambda: seat.page.evaluate(HEARD) > 0, "voice from the customer")
    bodies = []
    for response in seat.page.traffic:
        if "event-stream" not in response.headers.get("content-type", ""):
            bodies.append(response.text() if response.ok else "")
    description = seat.page.evaluate(
        "async () => {" + SOFTPHONE + """
          return callPeer().remoteDescription.sdp;
        }"""
    )
    seen = "".join(bodies) + description
    assert "m=audio" in seen
    assert re.findall(r"\b1[3-9]\d{9}\b", seen) == []
    seat.hang_up()
    seat.save("w")
