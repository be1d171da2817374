"""The bank brings in a lead file: the public data set where there is one, and bad files. C2.1."""

import os
import subprocess
import zipfile

import pytest

from conftest import ROOT, until

BINARY = os.environ.get("HUIHU_BINARY", str(ROOT / ".build/debug/huihu"))
DATA = os.environ.get("HUIHU_UCI_DATA", "")


def upload(page, program, path):
    page.goto(f"{program.address}/campaigns/1/imports")
    page.set_input_files("input[type=file]", str(path))
    page.locator("form button.btn-primary").first.click()


def answer_of(page):
    address = page.url.split("?")[0].split("#")[0]
    return page.request.get(address, headers={"Accept": "application/json"}).json()


def read_through(page):
    """Waits until the file was read through; nothing of it is in yet."""
    page.wait_for_url("**/imports/*")
    page.get_by_role("button", name="开始导入").wait_for(timeout=120_000)
    answer = answer_of(page)
    assert answer["state"] == "ready", answer
    assert answer["counts"]["accepted"] == 0, answer
    return answer["check"]


def finished(page):
    """Starts the import that was read through, and waits for its end."""
    check = read_through(page)
    page.get_by_role("button", name="开始导入").click()
    until(lambda: answer_of(page)["state"] == "finished", "the end of the import", 120)
    counts = answer_of(page)["counts"]
    assert counts["accepted"] == check["good"], (counts, check)
    return counts


@pytest.mark.skipif(not DATA, reason="the public data set is not on this machine")
def test_the_41188_rows_of_the_public_data_set(sign_in, program, tmp_path):
    leads = tmp_path / "leads.csv"
    subprocess.run([BINARY, "leads", "from-uci", DATA, "--output", str(leads)], check=True)
    page = sign_in("bank")
    upload(page, program, leads)
    counts = finished(page)
    # The demo's own leads have random numbers: a few may be among the file's.
    assert counts["accepted"] + counts["duplicates"] == 41_188, counts
    assert counts["duplicates"] < 100, counts
    upload(page, program, leads)
    page.get_by_text("这个文件已导入过").wait_for()


def test_good_rows_are_taken_and_bad_ones_returned(sign_in, program, tmp_path):
    leads = tmp_path / "mixed.csv"
    leads.write_text(
        "姓名,手机号,行业\n测试,15499990001,零售\n测试,12345,零售\n,15499990002,零售\n测试,15499990001,零售\n",
        encoding="gb18030",
    )
    page = sign_in("bank")
    upload(page, program, leads)
    counts = finished(page)
    assert (counts["accepted"], counts["rejected"], counts["duplicates"]) == (1, 2, 1), counts


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 500, b"a,b\n"], ids=["empty", "binary", "header"]
)
def test_a_file_that_is_no_lead_file_is_refused_plainly(sign_in, program, tmp_path, content):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    page = sign_in("bank")
    upload(page, program, bad)
    page.locator("[data-form-notice]:visible, [data-problem-for]:visible").first.wait_for()


def test_a_vendor_cannot_bring_in_leads(sign_in, program):
    page = sign_in("supervisor")
    page.goto(f"{program.address}/campaigns/1/imports")
    assert page.locator("input[type=file]").count() == 0


def test_a_file_without_a_header_is_asked_for_and_read_through_first(sign_in, program, tmp_path):
    leads = tmp_path / "headerless.txt"
    rows = ["K001|赵一|15499980001|江苏省|餐饮", "K002|钱二|15499980002|乌鲁木齐市|零售", "K003|孙三|15499980003|某地|制造"]
    leads.write_text("\n".join(rows) + "\n", encoding="gb18030")
    page = sign_in("bank")
    upload(page, program, leads)
    page.wait_for_url("**/imports/*")
    page.get_by_text("这个文件没有表头").wait_for()
    page.locator("#beginning td", has_text="154****0001").first.wait_for()
    for personal in ("K001", "赵一", "15499980001", "江苏省"):
        assert page.get_by_text(personal).count() == 0, personal
    page.select_option("#field-phone", "2")
    page.select_option("#field-name", "1")
    page.select_option("#field-region", "3")
    page.select_option("#field-number", "0")
    page.get_by_role("button", name="试读").click()
    check = read_through(page)
    assert (check["good"], check["unknown_regions"]) == (3, 1), check
    page.get_by_text("1行的省份为空或无法识别").wait_for()
    page.get_by_text("更正表头或列的对应").click()
    assert page.locator("#field-phone").is_visible()
    counts = finished(page)
    assert counts["accepted"] == 3, counts
    page.get_by_text("已完成").first.wait_for()


def test_rows_of_a_suppression_list_that_block_nobody_are_settled(sign_in, program, tmp_path):
    names = tmp_path / "list.csv"
    names.write_text(
        "手机号码（必填）,户名,原因\n15499970001,赵一,强烈拒绝\n1.54E+10,周五,强烈拒绝\n1549997000,郑七,投诉\n",
        encoding="utf-8",
    )
    page = sign_in("bank")
    page.goto(f"{program.address}/imports")
    page.set_input_files("input[type=file]", str(names))
    page.locator("form button.btn-primary").first.click()
    page.get_by_text("未禁呼，待处理").first.wait_for()
    assert answer_of(page)["state"] == "unsettled"
    page.get_by_role("link", name="逐行处理").first.click()
    page.get_by_text("还有2行未处理").wait_for()
    page.get_by_role("button", name="补录号码").first.click()
    page.locator("dialog[open] input[name=phone]").fill("1.54E+10")
    page.locator("dialog[open] button.btn-primary").click()
    page.locator("dialog[open] [data-problem-for=phone]:visible, dialog[open] [data-form-notice]:visible").first.wait_for()
    page.locator("dialog[open] input[name=phone]").fill("154 9997 0005")
    page.locator("dialog[open] button.btn-primary").click()
    page.get_by_text("还有1行未处理").wait_for()
    page.get_by_role("button", name="不禁呼").first.click()
    page.locator("dialog[open] textarea[name=reason]").fill("原单写错，已与来源核实")
    page.locator("dialog[open] button.btn-danger").click()
    page.get_by_text("没有待处理的行").wait_for()
    page.get_by_text("原单写错，已与来源核实").wait_for()
    page.goto(f"{program.address}/suppressions")
    assert page.get_by_text("未禁呼，待处理").count() == 0


def workbook(path, sheets):
    """Writes a workbook: (name, is it hidden, rows of text) for each sheet."""
    schemas = "http://schemas.openxmlformats.org"
    relations = f"{schemas}/officeDocument/2006/relationships"
    tabs, links = "", ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{schemas}/package/2006/content-types"/>')
        for place, (name, is_hidden, rows) in enumerate(sheets, 1):
            state = ' state="hidden"' if is_hidden else ""
            tabs += f'<sheet name="{name}" sheetId="{place}"{state} r:id="r{place}"/>'
            links += (
                f'<Relationship Id="r{place}" Type="{relations}/worksheet" '
                f'Target="worksheets/sheet{place}.xml"/>'
            )
            lines = ""
            for row, cells in enumerate(rows, 1):
                lines += f'<row r="{row}">' + "".join(
                    f'<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
                    for letter, text in zip("ABCDEF", cells)
                ) + "</row>"
            archive.writestr(
                f"xl/worksheets/sheet{place}.xml",
                f'<worksheet xmlns="{schemas}/spreadsheetml/2006/main"><sheetData>{lines}</sheetData></worksheet>',
            )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{schemas}/spreadsheetml/2006/main" xmlns:r="{relations}">'
            f"<sheets>{tabs}</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{schemas}/package/2006/relationships">{links}</Relationships>',
        )


def test_of_several_sheets_it_is_asked_which(sign_in, program, tmp_path):
    leads = tmp_path / "sheets.xlsx"
    head = ["客户编号", "姓名", "手机号", "省份"]
    workbook(
        leads,
        [
            ("说明", True, [head, ["X1", "赵一", "15499960000", "江苏省"]]),
            ("名单1", False, [head, ["K1", "赵一", "15499960001", "江苏省"]]),
            ("名单2", False, [["名单"], head, ["K2", "钱二", "15499960002", "江苏省"]]),
        ],
    )
    page = sign_in("bank", "en")
    upload(page, program, leads)
    page.wait_for_url("**/imports/*")
    page.get_by_text("1 说明 (hidden)").wait_for()
    page.get_by_label("2 名单1").check()
    page.get_by_label("3 名单2").check()
    page.get_by_role("button", name="Choose").click()
    page.get_by_role("button", name="Start the import").wait_for()
    page.get_by_text("Hidden sheets are left out: 说明.").wait_for()
    page.keyboard.press("s")
    until(lambda: answer_of(page)["state"] == "finished", "the end of the first sheet's import")
    assert answer_of(page)["counts"]["accepted"] == 1
    first = int(page.url.split("?")[0].rsplit("/", 1)[1])
    page.goto(f"{program.address}/imports/{first + 1}")
    page.get_by_role("button", name="Start the import").wait_for()
    assert answer_of(page)["header_line"] == 2
    assert answer_of(page)["check"]["good"] == 1
