"""An agent works by keyboard alone: next, dial, talk, hang up, result. C2.2, C5.1, C6.3."""

from conftest import until


def state(page):
    return page.get_attribute(".bench", "data-state")


def ready(page, program):
    page.goto(f"{program.address}/workbench")
    page.wait_for_selector('.bench[data-state="ready"]')


def place_call(page):
    page.keyboard.press("Enter")
    page.wait_for_selector('.bench[data-state="previewing"]')
    page.keyboard.press("d")
    return until(
        lambda: state(page) in ("talking", "wrapping_up") and state(page), "the call's answer or end"
    )


def test_a_call_from_hand_out_to_result_by_keyboard(sign_in, program):
    page = sign_in("agent")
    ready(page, program)
    for _ in range(40):
        if place_call(page) == "talking":
            break
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.wait_for_selector('.bench[data-state="ready"]')
    until(lambda: page.locator(".customer-number").count() or state(page), "the customer")
    if state(page) == "talking":
        page.keyboard.press("h")
    page.wait_for_selector('.bench[data-state="wrapping_up"]')
    assert "****" in page.locator(".bench-customer").inner_text()
    page.keyboard.press("n")
    page.wait_for_selector("select[name=reason], [name=reason]")
    page.locator("[name=reason]").first.select_option(index=1)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector('.bench[data-state="ready"]')


def test_a_second_tab_takes_the_seat_over(sign_in, program):
    first = sign_in("agent")
    ready(first, program)
    second = first.context.new_page()
    second.goto(f"{program.address}/workbench")
    second.wait_for_selector('.bench[data-state="ready"]')
    first.wait_for_selector('.bench[data-state="taken_over"]')


def test_the_floor_shows_the_agents_live(sign_in, program):
    page = sign_in("supervisor")
    page.goto(f"{program.address}/floor")
    page.wait_for_selector(".seat")
    until(lambda: page.locator(".seat").count() >= 6, "the six seats")
    before = page.locator("#floor-live").inner_text()
    until(lambda: page.locator("#floor-live").inner_text() != before, "a change on the floor")
