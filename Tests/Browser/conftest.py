"""Starts the program as a newcomer would, and drives it with Debian's Chromium."""

import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time

import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Program:
    """A running `huihu serve` on a data folder of its own."""

    def __init__(self, folder, *options):
        self.folder = folder
        self.options = options
        self.process = None
        self.address = None

    @property
    def binary(self):
        return os.environ.get("HUIHU_BINARY", str(ROOT / ".build/debug/huihu"))

    def start(self):
        command = [self.binary, "serve", "--data", str(self.folder), "--port", "0"]
        command += ["--assets", str(ROOT / "Public"), *self.options]
        self.log = open(f"{self.folder}.log", "a", encoding="utf-8")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.log, text=True, encoding="utf-8"
        )
        line = self.process.stdout.readline()
        assert "http://" in line, f"the program did not start: {line}"
        self.greeting = line
        self.address = line[line.index("http://"):].split()[0].split("setup?")[0].rstrip("/")
        return self

    def kill(self):
        """kill -9: nothing is written any more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)

    @property
    def accounts(self):
        text = (pathlib.Path(self.folder) / "demo-accounts.json").read_text(encoding="utf-8")
        return {entry["name"]: entry["password"] for entry in json.loads(text)}


def until(condition, what, seconds=60):
    """Asks until the answer is yes, and leaves the cores to what it waits for in between; the limit
    only ends a test that would never pass. `what` may be a function that tells what there was."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        value = condition()
        if value:
            return value
        select.select([], [], [], 0.02)  # until
    raise AssertionError(f"never came: {what() if callable(what) else what}")


def imported(module):
    """JavaScript for one of the page's own modules (`module` is an expression), at the address that
    the page uses: at another one it would be another module."""
    return f"""import(new URL({module}, document.querySelector("script[src$='/huihu.js']").src))"""


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    running = Program(tmp_path_factory.mktemp("demo") / "data", "--speed", "60").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def sign_in(program, browser):
    """Signs in as one of the demo's people; fails on any error in the browser's console but the
    refusals that a test looks for."""
    opened = []
    problems = []

    def open_page(name, language="zh", refusals="409|422"):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        opened.append(context)
        context.add_cookies([{"name": "language", "value": language, "url": program.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: problems.append(message.text)
            if message.type == "error" and not re.search(f"status of ({refusals})", message.text)
            else None,
        )
        page.goto(f"{program.address}/session/new")
        page.fill("#name", name)
        page.fill("#password", program.accounts[name])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/session" not in url)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert problems == []
