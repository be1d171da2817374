"""Every page that a role comes to by its menu and by the links on its pages: nothing that axe finds
amiss, one heading, no error, nothing wider than the screen; light and dark, in both languages."""

import pathlib
import re

import axe_playwright_python
import pytest
from conftest import until

AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

ROLES = [
    "agent", "supervisor", "inspector", "trainer", "analyst", "pm", "bank", "bankcheck",
    "security", "auditor", "admin",
]

# A laptop; the same at a zoom of 200 %; a telephone.
SIZES = [(1366, 768), (683, 384), (390, 844)]

# What is a file or a sound, and no page.
FILES = re.compile(r"/(file|workbook|rejects|sample|sound|audio)\b|\.\w{3,4}$")

# How often each shape of page was looked at, by all roles together: the first time light, then
# dark; the roles' languages alternate.
looked_at = {}


def shape(address):
    return re.sub(r"\d+", "N", re.sub(r"[?#].*", "", address))


def links(page, program, where):
    found = page.eval_on_selector_all(f"{where} a[href]", "all => all.map(one => one.href)")
    return [
        link for link in found if link.startswith(program.address) and not FILES.search(shape(link))
    ]


def amiss(page):
    """What axe finds, in words that tell where."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def look(page):
    assert page.locator("h1").count() == 1
    assert amiss(page) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        # Charts take their new size a moment later.
        until(
            lambda: page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
            f"a page within {width} px: {page.url}",
            seconds=5,
        )
    page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_comes_to(sign_in, program, role):
    language = ["zh", "en"][ROLES.index(role) % 2]
    page = sign_in(role, language)
    ahead = links(page, program, "nav") + links(page, program, "header")
    done = set()
    while ahead:
        address = ahead.pop(0)
        name = shape(address)
        times = looked_at.get(name, 0)
        if name in done or times == 2:
            continue
        done.add(name)
        looked_at[name] = times + 1
        page.emulate_media(color_scheme=["light", "dark"][times])
        answer = page.goto(address)
        assert answer.status == 200, address
        assert page.locator("html").get_attribute("data-theme") == ["light", "dark"][times]
        look(page)
        ahead += links(page, program, "main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_before_one_signs_in(browser, program, scheme):
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{program.address}/session/new")
    look(page)
    page.close()


def test_light_or_dark_is_the_readers_choice_and_stays(sign_in):
    page = sign_in("bank")
    root = page.locator("html")
    canvas = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(canvas)
    page.locator(".reader-menu summary").click()
    page.get_by_role("button", name="深色").click()
    dark = page.evaluate(canvas)
    assert dark != light
    page.reload()
    assert page.evaluate(canvas) == dark
    assert root.get_attribute("data-theme") == "dark"
    page.emulate_media(color_scheme="light", media="print")
    assert page.evaluate(canvas) == light, "paper is light"
    page.emulate_media(color_scheme="light", media="screen")
    page.locator(".reader-menu summary").click()
    page.get_by_role("button", name="跟随系统").click()
    assert page.evaluate(canvas) == light
    page.emulate_media(color_scheme="dark", media="screen")
    until(lambda: page.evaluate(canvas) == dark, "the page follows the system")
