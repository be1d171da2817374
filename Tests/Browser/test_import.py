"""The bank brings in a lead file: the public data set where there is one, and bad files. C2.1."""

import os
import subprocess

import pytest

from conftest import ROOT, until

BINARY = os.environ.get("HUIHU_BINARY", str(ROOT / ".build/debug/huihu"))
DATA = os.environ.get("HUIHU_UCI_DATA", "")


def upload(page, program, path):
    page.goto(f"{program.address}/campaigns/1/imports")
    page.set_input_files("input[type=file]", str(path))
    page.locator("form button.btn-primary").first.click()


def finished(page):
    page.wait_for_url("**/imports/*")
    until(lambda: page.locator("[data-poll]").count() == 0, "the end of the import", 120)
    answer = page.request.get(page.url, headers={"Accept": "application/json"}).json()
    assert answer["state"] in ("done", "finished"), answer
    return answer["counts"]


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
