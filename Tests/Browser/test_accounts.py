"""What people read when signing in, a new password or an approval is refused."""

import pytest

from conftest import Program


def sign_in_page(browser, program, language):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "language", "value": language, "url": program.address}])
    page = context.new_page()
    page.goto(f"{program.address}/session/new?return=/campaigns")
    return page


@pytest.mark.parametrize(
    "language, name, wrong, locked",
    [
        ("zh", "no-such-name", "登录名或密码不正确", "此地址在"),
        ("en", "pm", "name or the password is wrong", "no sign-in to this account from this address"),
    ],
)
def test_a_lock_is_told_on_the_sign_in_page(browser, tmp_path, language, name, wrong, locked):
    """The same for a name that exists and for one that does not; on a program of its own, whose
    other sign-ins are not locked with it."""
    program = Program(tmp_path / "data", "--speed", "0").start()
    page = sign_in_page(browser, program, language)
    for attempt in range(1, 7):
        page.fill("#name", name)
        page.fill("#password", f"wrong-{attempt}")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        told = page.locator("[role=alert]").inner_text()
        assert (wrong if attempt < 5 else locked) in told
        assert page.locator("#main input[name=return]").get_attribute("value") == "/campaigns"
    page.context.close()
    program.stop()


def test_a_new_password_is_neither_common_nor_the_old_one(sign_in, program):
    page = sign_in("trainer")
    old = program.accounts["trainer"]
    page.goto(f"{program.address}/account/password")
    for new, told in [("password2024", "密码属于常用密码"), (old, "与原密码相同"), ("1qaz2wsx3edc", "键盘")]:
        page.fill("[name=old]", old)
        page.fill("[name=password]", new)
        page.fill("[name=again]", new)
        with page.expect_response("**/account/password") as answer:
            page.keyboard.press("Enter")
        assert answer.value.status == 422
        page.get_by_text(told).first.wait_for()
    assert page.url.endswith("/account/password")


def test_an_approval_of_what_changed_meanwhile_is_refused(sign_in, program):
    """One manager looks, another changes, the first one's act is refused and says what to do."""
    first, second = sign_in("bank"), sign_in("bank2")
    for page in (first, second):
        page.goto(f"{program.address}/institutions")
        page.locator("table a[href^='/institutions/']").first.click()
        page.wait_for_selector("[name=seats]")
    # The second form was opened before the first one is saved.
    with first.expect_navigation():
        first.locator("main button[type=submit]").click()
    second.locator("main button[type=submit]").click()
    second.get_by_text("内容已被他人更改").first.wait_for()
    second.reload()
    with second.expect_navigation():
        second.locator("main button[type=submit]").click()
    assert second.url.endswith("/institutions")


def test_the_audit_log_keeps_its_filters(sign_in, program):
    page = sign_in("auditor")
    page.goto(f"{program.address}/audit?action=session.begin&from=2020-01-01")
    page.locator("tbody").get_by_text("登录").first.wait_for()
    assert page.locator("[name=action]").input_value() == "session.begin"
    # Who, what, and to which thing, each with the way to its page; no code of a right.
    row = page.locator("tbody tr").first
    assert row.locator("a[href^='/accounts/']").count() == 2
    assert "session.begin" not in page.locator("table").inner_text()
    row.locator("a[href^='/accounts/']").first.click()
    history = page.locator("#history")
    history.get_by_text("登录").first.wait_for()
    history.get_by_role("link", name="查看全部审计记录").click()
    page.wait_for_url("**/audit?subject=account&subject_id=*")
    assert page.locator("[name=subject]").input_value() == "account"
    answer = page.request.get(
        f"{program.address}/audit?subject=session", headers={"Accept": "application/json"}
    )
    assert answer.status == 422
