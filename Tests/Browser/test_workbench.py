"""An agent works by keyboard alone: next, dial, talk, hang up, result. C2.2, C5.1, C6.3."""

from conftest import until


def state(page):
    return page.get_attribute(".bench", "data-state")


def ready(page, program):
    page.goto(f"{program.address}/workbench")
    page.wait_for_selector('.bench[data-state="ready"]')


def place_call(page):
    """Calls until the line carries a call: one that it does not carry leaves the seat ready again."""
    came = "ready"
    while came == "ready":
        page.keyboard.press("Enter")
        page.wait_for_selector('.bench[data-state="previewing"]')
        page.keyboard.press("d")
        came = until(
            lambda: (now := state(page)) in ("talking", "wrapping_up", "ready") and now,
            lambda: f"the call's answer or end, but {state(page)}",
        )
    return came


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


def speed(page, value):
    """How fast the demo's clock runs: at its natural speed a call lasts while the test looks."""
    with page.expect_navigation():
        page.select_option("#demo-speed", value)
    page.wait_for_selector('.bench[data-state="ready"]')


def in_a_call(page):
    """On the line with a customer, dialled at least."""
    speed(page, "1")
    page.keyboard.press("Enter")
    page.wait_for_selector('.bench[data-state="previewing"]')
    page.keyboard.press("d")
    until(lambda: state(page) in ("dialling", "ringing", "talking"), "a call")


def finish(page):
    """Ends the call, if it goes on, and records a result that fits it."""
    if state(page) in ("dialling", "ringing", "talking"):
        page.keyboard.press("h")
    until(lambda: state(page) in ("wrapping_up", "ready"), "the call's end")
    if state(page) == "wrapping_up":
        page.keyboard.press("1")
        page.keyboard.press("Enter")
        page.wait_for_selector('.bench[data-state="ready"]')


def test_an_overtaken_answer_draws_nothing_old(sign_in, program):
    """The call's end is drawn before the answer to the hang-up has come: that answer is older."""
    page = sign_in("agent")
    ready(page, program)
    in_a_call(page)

    def overtaken(route):
        answer = route.fetch()
        assert answer.json()["state"] != "wrapping_up"
        page.wait_for_selector('.bench[data-state="wrapping_up"]')
        route.fulfill(response=answer)

    page.route("**/seat/call/end", overtaken)
    with page.expect_response("**/seat/call/end") as ended:
        page.keyboard.press("h")
    ended.value.finished()
    page.unroute("**/seat/call/end")
    # An act after it is answered in its turn, so that the old answer has been taken in.
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_selector('.bench[data-state="ready"]')


def test_leaving_in_a_call_asks_first(sign_in, program):
    """A menu click, F5, Back, closing the tab during a call: the page asks first. C6.3."""
    page = sign_in("agent")
    ready(page, program)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    in_a_call(page)
    page.locator("#menu a[href='/calls']").click()
    page.wait_for_selector("#bench-leave[open]")
    assert "坐席页面离开" in page.locator("#bench-leave").inner_text()
    page.keyboard.press("Escape")
    assert asked == [] and page.url.endswith("/workbench")
    if state(page) in ("dialling", "ringing", "talking"):
        page.evaluate("window.location.reload()")
        until(lambda: asked == ["beforeunload"], "the browser's question")
    assert page.url.endswith("/workbench")
    finish(page)
    speed(page, "60")
    page.locator("#menu a[href='/calls']").click()
    page.wait_for_url("**/calls")


def last_call(page, program):
    """What the newest call's page tells, its evidence too."""
    page.goto(f"{program.address}/calls")
    number = page.evaluate("""async () => {
        const answer = await fetch("/calls", { headers: { Accept: "application/json" } });
        return (await answer.json()).calls[0].id;
    }""")
    page.goto(f"{program.address}/calls/{number}")
    return page.locator("main").inner_text()


def test_leaving_in_a_call_ends_it_as_was_said(sign_in, program):
    """Who leaves all the same ends the call by it, and nobody writes that the customer did. C6.3."""
    page = sign_in("agent")
    ready(page, program)
    in_a_call(page)
    page.locator("#menu a[href='/calls']").click()
    page.wait_for_selector("#bench-leave[open]")
    page.locator("#bench-leave [data-leave]").click()
    page.wait_for_url("**/calls")
    until(lambda: "坐席页面离开" in last_call(page, program), "the call's end")
    page.goto(f"{program.address}/workbench")
    page.wait_for_selector('.bench[data-state="wrapping_up"]')
    finish(page)
    speed(page, "60")


def test_a_closed_session_ends_the_call_and_the_page(sign_in, program):
    """A session that ended elsewhere takes the call and the customer's card with it. C4.4, C6.3."""
    # What the page asks for as the session ends is refused.
    page = sign_in("agent", refusals="401|409|422")
    ready(page, program)
    in_a_call(page)
    page.evaluate("""() => fetch("/session/end", { method: "POST",
        body: new URLSearchParams({ csrf: document.querySelector("meta[name=csrf-token]").content }) })""")
    page.wait_for_url("**/session/new**")
    again = sign_in("agent")
    until(lambda: "坐席登录已结束" in last_call(again, program), "the call's end")
    again.goto(f"{program.address}/workbench")
    again.wait_for_selector('.bench[data-state="wrapping_up"]')
    finish(again)
    speed(again, "60")


def test_a_second_tab_in_a_call_is_told_what_it_ends(sign_in, program):
    """Whoever takes the seat over is told what it ends, and does it by a word of their own. C6.3."""
    first = sign_in("agent")
    ready(first, program)
    in_a_call(first)
    second = first.context.new_page()
    second.goto(f"{program.address}/workbench")
    until(lambda: state(second) in ("in_call", "wrapping_up", "ready"), "the answer")
    if state(second) == "in_call":
        card = second.locator("[data-idle=in_call]").inner_text()
        assert "通话随之结束" in card and "不记为客户挂机" in card
        assert state(first) != "taken_over"
        second.keyboard.press("u")
    first.wait_for_selector('.bench[data-state="taken_over"]')
    until(lambda: state(second) not in ("in_call", "signed_out"), "the seat")
    finish(second)
    speed(second, "60")


def test_the_floor_shows_the_agents_live(sign_in, program):
    page = sign_in("supervisor")
    page.goto(f"{program.address}/floor")
    page.wait_for_selector(".seat")
    until(lambda: page.locator(".seat").count() >= 6, "the six seats")
    before = page.locator("#floor-live").inner_text()
    until(lambda: page.locator("#floor-live").inner_text() != before, "a change on the floor")
