"""The start page, the menu's groups and counts, and Ctrl+K, by keyboard."""

from conftest import until


def test_folded_groups_stay_folded(sign_in, program):
    page = sign_in("bank")
    heading = page.locator("[data-fold-group=quality]")
    entry = page.locator("nav a[href='/recordings']")
    assert entry.is_visible()
    heading.focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-expanded") == "false"
    assert not entry.is_visible()
    page.goto(f"{program.address}/campaigns")
    assert page.locator("[data-fold-group=quality]").get_attribute("aria-expanded") == "false"
    assert not page.locator("nav a[href='/recordings']").is_visible()
    # The page at hand is always there.
    page.goto(f"{program.address}/recordings")
    assert page.locator("nav a[href='/recordings']").is_visible()
    page.locator("[data-fold-group=quality]").click()
    assert page.locator("nav a[href='/successes']").is_visible()


def test_a_page_is_reached_by_initials_by_name_and_in_english(sign_in, program):
    page = sign_in("bank")
    for typed, path in [("rb", "/reports/days"), ("禁呼", "/suppressions"), ("call tasks", "/campaigns")]:
        page.goto(f"{program.address}/start")
        page.keyboard.press("Control+k")
        page.locator("#palette[open]").wait_for()
        page.keyboard.type(typed)
        row = page.locator("#palette-list [aria-selected=true]")
        until(lambda: (row.get_attribute("href") or "") == path, f"{typed} is chosen")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{path}**")


def test_a_thing_is_reached_by_its_number_and_nothing_stays(sign_in, program):
    page = sign_in("bank")
    page.keyboard.press("Control+k")
    page.keyboard.type("任务 1")
    row = page.locator("#palette-list a[href='/campaigns/1']")
    row.wait_for()
    until(lambda: row.get_attribute("aria-selected") == "true", "the task is chosen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/campaigns/1")
    page.keyboard.press("Control+k")
    page.keyboard.type("15400010001")
    page.keyboard.press("Escape")
    assert page.locator("#palette[open]").count() == 0
    assert page.input_value("#palette-query") == ""
    assert "15400010001" not in page.content()
    assert "15400010001" not in page.url


def test_the_search_opens_by_slash_and_says_that_nothing_was_found(sign_in, program):
    page = sign_in("trainer", "en")
    page.keyboard.press("/")
    page.locator("#palette[open]").wait_for()
    page.keyboard.type("zzzz")
    page.get_by_text("Nothing found.").wait_for()


def test_a_narrow_screen_has_menu_and_search(sign_in, program):
    page = sign_in("bank")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{program.address}/start")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("header [data-fold-menu]").click()
    assert page.locator("nav a[href='/campaigns']").is_visible()
    page.keyboard.press("Control+k")
    page.locator("#palette[open]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
