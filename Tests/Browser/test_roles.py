"""Every role signs in, sees its own menu and opens each page of it, in both languages."""

import re

import pytest

ROLES = [
    "agent", "supervisor", "inspector", "trainer", "analyst", "pm", "bank", "bankcheck",
    "security", "auditor", "admin",
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_menu(sign_in, program, role, language):
    page = sign_in(role, language)
    links = page.eval_on_selector_all("nav a.menu-link", "all => all.map(one => one.href)")
    for link in links:
        answer = page.goto(link)
        assert answer.status == 200, link
        assert page.locator("main").inner_text().strip() != "", link
        assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]


def test_wrong_password_is_told_plainly(browser, program):
    page = browser.new_page()
    page.goto(f"{program.address}/session/new")
    page.fill("#name", "bank")
    page.fill("#password", "not-the-password")
    page.keyboard.press("Enter")
    page.locator("[role=alert]").wait_for()
    assert "登录名或密码不正确" in page.locator("[role=alert]").inner_text()
    page.close()


def test_an_ended_session_leads_back_to_where_one_was(sign_in, program):
    page = sign_in("bank")
    page.context.clear_cookies(name="huihu_session")
    page.goto(f"{program.address}/campaigns")
    assert "/session/new" in page.url
    page.fill("#name", "bank")
    page.fill("#password", program.accounts["bank"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/campaigns")


def test_no_number_reaches_a_browser(sign_in, program):
    """C4.4: only masked numbers, on pages and in JSON."""
    page = sign_in("bank")
    for path in ["/results", "/calls"]:
        page.goto(f"{program.address}{path}")
        body = page.content()
        assert not re.search(r"154\d{8}", body), path
    answer = page.request.get(
        f"{program.address}/results", headers={"Accept": "application/json"}
    )
    text = answer.text()
    assert "154****" in text
    assert not re.search(r"154\d{8}", text)
