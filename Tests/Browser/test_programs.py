"""The system administrator gives a program access, and the program uses it."""

import json
import urllib.error
import urllib.request


def ask(program, token, path):
    request = urllib.request.Request(program.address + path)
    request.add_header("Authorization", f"Bearer {token}")
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, json.loads(answer.read())


def test_access(program, sign_in):
    page = sign_in("admin")
    page.goto(f"{program.address}/clients/new")
    page.fill("#field-name", "数据仓库")
    page.fill("#field-purpose", "每日取结果")
    page.check("input[value='results.read']")
    page.click("main button[type=submit]")
    token = page.text_content("#new-token")
    assert token.startswith("huihu_")
    status, answer = ask(program, token, "/results?limit=1")
    assert status == 200 and "results" in answer
    assert ask(program, token, "/accounts")[0] == 403

    page.click("main a[href^='/clients/']")
    assert token not in page.content()
    page.click("[data-open=revocation]")
    page.click("dialog[open] .btn-danger")
    page.get_by_text("已撤销").wait_for()
    status, answer = ask(program, token, "/results?limit=1")
    assert status == 401 and answer["code"] == "client.revoked"
