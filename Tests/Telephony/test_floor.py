"""The floor leads to the conversations that have a voice, by keyboard."""

from conftest import sign_in, until


def test_the_floor_leads_to_a_conversation(seat, program, chromium):
    supervisor = sign_in(program, chromium(), "supervisor", "/floor")
    assert supervisor.locator(".seat-listen:visible").count() == 0
    seat.dial()
    seat.state("talking")
    address = f"/calls/{seat.call[0]['id']}/monitor"
    supervisor.locator(f".seat-listen[href='{address}']").wait_for()
    supervisor.keyboard.press("l")
    focus = "document.activeElement.getAttribute('href')"
    until(lambda: supervisor.evaluate(focus) == address, "the focus on the conversation")
    supervisor.keyboard.press("Enter")
    supervisor.wait_for_selector("#monitor[data-mode=listen]")
    seat.hang_up()
    supervisor.wait_for_selector("#monitor[data-mode=ended]")
    supervisor.goto(f"{program.address}/floor")
    assert supervisor.locator(".seat-listen:visible").count() == 0
    seat.save("w")
    supervisor.context.close()


def test_who_may_not_listen_gets_no_way_to(program, chromium):
    manager = sign_in(program, chromium(), "pm", "/floor")
    assert manager.locator(".seat").count() > 0
    assert manager.locator(".seat-listen, #next-conversation").count() == 0
    manager.context.close()
