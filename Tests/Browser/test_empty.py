"""`--empty`: no demo; the first administrator chooses a password at the printed address."""

from conftest import Program


def test_the_first_administrator_chooses_a_password(browser, tmp_path):
    program = Program(tmp_path / "empty", "--empty").start()
    page = browser.new_page()
    page.goto(program.greeting[program.greeting.index("http://"):].split()[0])
    page.fill("[name=bank]", "一家银行")
    page.fill("[name=name]", "首任安全管理员")
    page.fill("[name=sign_in_name]", "officer")
    page.fill("[name=password]", "short")
    page.keyboard.press("Enter")
    page.get_by_text("密码至少10个字符").first.wait_for()
    page.fill("[name=password]", "long-enough-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/session/new")
    page.fill("#name", "officer")
    page.fill("#password", "long-enough-1")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/session" not in url)
    page.goto(f"{program.address}/accounts")
    assert "首任安全管理员" in page.locator("main").inner_text()
    page.goto(f"{program.address}/setup")
    assert "已初始化" in page.locator("main").inner_text()
    page.close()
    program.stop()
