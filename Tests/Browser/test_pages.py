"""What holds for pages as people use them: they fit, the cursor is where one types, clocks agree."""

import hashlib
import pathlib

import pytest

from conftest import imported, until


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["bank", "supervisor", "security", "analyst"])
def test_pages_fit_the_screen(sign_in, role, language):
    page = sign_in(role, language)
    links = page.eval_on_selector_all("nav a.menu-link", "all => all.map(one => one.href)")
    wide = """() => [document.documentElement, ...document.querySelectorAll(".table-scroll")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className)"""
    for link in links:
        page.goto(link)
        assert page.evaluate(wide) == [], link
        assert page.locator("nav [aria-current=page]").count() == 1, link


def test_a_page_that_is_one_form_takes_the_cursor(sign_in, program):
    page = sign_in("bank")
    focus = "document.activeElement.name ?? ''"
    page.goto(f"{program.address}/campaigns/new")
    until(lambda: page.evaluate(focus) == "core_reference", "the cursor in the first field")
    page.goto(f"{program.address}/campaigns")
    assert page.evaluate(focus) == ""
    page.keyboard.press("n")
    page.wait_for_url("**/campaigns/new")


def test_the_nearer_menu_entry_is_marked(sign_in, program):
    page = sign_in("bank")
    page.goto(f"{program.address}/recordings/retention")
    marked = page.locator("nav [aria-current=page]")
    assert marked.get_attribute("href") == "/recordings/retention"


def test_the_floor_goes_along_with_the_clock(sign_in, program):
    """As after the demo's night: the server's clock is elsewhere than the page's."""
    page = sign_in("supervisor")
    page.goto(f"{program.address}/floor")
    day = page.inner_text("[data-clock-day]")
    page.evaluate("() => " + imported('"live.js"') + ".then((live) => live.setClock(0))")
    until(lambda: page.inner_text("[data-clock-day]") == day, "the server's day again")


def test_the_floor_is_searched_by_keyboard(sign_in, program):
    page = sign_in("supervisor")
    page.goto(f"{program.address}/floor")
    page.focus("main input[name=q]")
    page.keyboard.type("nobody at all")
    page.keyboard.press("Enter")
    page.wait_for_selector("#seats .empty")
    page.locator(".state-chip").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector('.state-chip[aria-current="true"]')
    page.goto(f"{program.address}/floor?q=A0")
    until(lambda: page.locator(".seat").count() >= 6, "the seats with such numbers")
    page.wait_for_selector("#live:not(.is-lost)")


def test_changing_the_speed_leaves_one_on_the_page(sign_in, program):
    page = sign_in("supervisor")
    page.goto(f"{program.address}/floor")
    with page.expect_navigation():
        page.select_option("#demo-speed", "30")
    assert page.url == f"{program.address}/floor"
    with page.expect_navigation():
        page.select_option("#demo-speed", "60")
    assert page.input_value("#demo-speed") == "60"


def test_who_may_not_read_scripts_has_no_link_to_one(sign_in, program):
    page = sign_in("analyst")
    page.goto(f"{program.address}/campaigns/1")
    assert page.locator("main a[href^='/script-versions/']").count() == 0
    assert page.get_by_text("小微快贷标准话术 v1").count() == 1


def drop(page, name, content):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("main input[type=file]", file)


def test_a_day_report_is_taken_out_and_known_again(sign_in, program, tmp_path):
    """C9.3: the file's own SHA-256 leads to who took it out; an altered one to nobody."""
    page = sign_in("bank")
    page.goto(f"{program.address}/reports/days")
    for button, ending, magic in [("导出PDF", "pdf", b"%PDF-"), ("导出Excel", "xlsx", b"PK")]:
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename.endswith(ending)
        content = pathlib.Path(download.value.path()).read_bytes()
        assert content.startswith(magic)
        digest = hashlib.sha256(content).hexdigest()
        auditor = sign_in("auditor")
        auditor.goto(f"{program.address}/papers?digest={digest}")
        row = auditor.locator("main tbody tr")
        assert row.count() == 1
        assert "演示行方经理甲" in row.inner_text()
        with auditor.expect_navigation():
            drop(auditor, "altered", content + b" ")
        auditor.get_by_text("没有符合筛选条件的记录").wait_for()
        with auditor.expect_navigation():
            drop(auditor, "the same", content)
        assert row.count() == 1
        row.locator("a").click()
        auditor.get_by_text("导出日报").wait_for()
    auditor.goto(f"{program.address}/audit")
    assert "导出日报" in auditor.locator("main").inner_text()
