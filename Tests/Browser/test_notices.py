"""The bell: what concerns its reader comes live, and the keyboard reaches it."""

import re

from playwright.sync_api import expect


def test_a_request_rings_the_bell_of_who_decides(sign_in, program):
    manager = sign_in("bank")
    manager.goto(f"{program.address}/start")
    count = manager.locator(".bell-count")
    before = int(count.text_content() or 0)

    trainer = sign_in("trainer")
    trainer.goto(f"{program.address}/scripts/new")
    trainer.fill("[name=name]", "铃声试话术")
    with trainer.expect_navigation():
        trainer.locator("main button[type=submit]").click()

    expect(count).to_have_text(str(before + 1))
    manager.keyboard.press("g")
    manager.keyboard.press("m")
    manager.wait_for_url("**/notices")
    row = manager.locator("tbody tr").first
    expect(row).to_contain_text("话术待批准：铃声试话术 v1")
    expect(row).to_contain_text("未读")
    row.get_by_role("button").press("Enter")
    manager.wait_for_url(re.compile(r"/script-versions/\d+$"))
    manager.goto(f"{program.address}/notices")
    expect(manager.locator("tbody tr").first).to_contain_text("已读")
