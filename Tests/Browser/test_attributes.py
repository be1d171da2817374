"""The other columns of a lead file: sealed, and shown only where the bank has ticked them. C4.4."""

import pathlib

from conftest import until
from test_import import answer_of, finished, upload

TEXT = (
    "客户编号,姓名,手机号,备用号码,联系方式,紧急联系人,配偶姓名,收款账户,身份证,地址,备注,主营,授信批次\n"
    "K901,赵一,15499950001,15499950002,15499950003 微信同号,钱二,孙三,6200000000000000018,110101199001010010,"
    "朝阳区某路1号302,老板娘钱二接 15499950004,调味面制品,乙等\n"
    "K902,李四,154999,15499950002,,钱二,,,,,,调味面制品,乙等\n"
)
PERSONAL = [
    "15499950001", "15499950002", "15499950003", "15499950004", "钱二", "孙三", "6200000000000000018",
    "110101199001010010", "某路1号", "老板娘",
]


def attributes(page, program):
    headers = {"Accept": "application/json"}
    answer = page.request.get(f"{program.address}/campaigns/1/attributes", headers=headers)
    return {column["title"]: column for column in answer.json()["columns"]}


def test_a_column_is_shown_once_the_bank_has_ticked_it(sign_in, program, tmp_path):
    leads = tmp_path / "赵一15499950001.csv"
    leads.write_text(TEXT, encoding="utf-8")
    page = sign_in("bank")
    upload(page, program, leads)
    counts = finished(page)
    assert (counts["accepted"], counts["rejected"]) == (1, 1), counts
    assert answer_of(page)["file_name"] == "赵****0001.csv"
    rejects = page.url.split("?")[0] + "/rejects"

    columns = attributes(page, program)
    assert not columns["主营"]["is_shown"] and columns["备注"]["standing"] == "personal"
    page.get_by_role("link", name="展示字段").click()
    page.wait_for_url("**/attributes")
    assert page.get_by_label("展示“备注”").is_disabled()
    # By the keyboard alone.
    page.get_by_label("展示“主营”").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    until(lambda: attributes(page, program)["主营"]["is_shown"], "the column is shown")
    page.get_by_text("已保存，立即生效。").wait_for()
    page.reload()
    assert page.get_by_label("展示“主营”").is_checked()
    assert not page.get_by_label("展示“授信批次”").is_checked()

    text = page.request.get(rejects).text()
    assert "主营=调味面制品" in text and "乙等" not in text, text
    for personal in PERSONAL:
        assert personal not in text, personal
    # Nothing of it lies in the clear, in the database, its log or the folder of uploads.
    for path in pathlib.Path(program.folder).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for personal in [*PERSONAL, "调味面制品"]:
                assert personal.encode() not in content, f"{personal} in {path}"


def test_two_managers_decide_on_what_they_saw(sign_in, program):
    first, second = sign_in("bank"), sign_in("bank2", "en")
    for page in (first, second):
        page.goto(f"{program.address}/campaigns/1/attributes")
    box = first.get_by_label("展示“年龄”")
    box.uncheck()
    first.keyboard.press("Control+Enter")
    until(lambda: not attributes(first, program)["年龄"]["is_shown"], "the column is hidden")
    second.get_by_label("Show “职业”").uncheck()
    second.get_by_role("button", name="Save").click()
    second.get_by_text("Someone changed this after you opened the page").wait_for()
    assert attributes(first, program)["职业"]["is_shown"]
