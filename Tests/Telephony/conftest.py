"""A real telephone without a carrier: Chromium with a microphone that hums at 440 Hz, Janus, and
customers played by sipp who hum at 1000 Hz. Runs in a network of its own: bin/in-telephone-network.
"""

import importlib.util
import os
import pathlib
import sqlite3
import subprocess

import pytest
from playwright.sync_api import TimeoutError, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("browser", ROOT / "Tests/Browser/conftest.py")
browser_tests = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(browser_tests)
until = browser_tests.until
imported = browser_tests.imported


# The customer answers and stays until we hang up.
STAYS = "00"


class Telephone:
    """Janus and the customers, as `bin/telephony` starts them; `options` go to its environment."""

    def __init__(self, folder, **options):
        self.folder = folder
        self.options = options
        self.reaction = None

    def run(self, action, *more):
        environment = {**os.environ, "SIPP_TRACE": "1", **self.options}
        command = [ROOT / "bin/telephony", action, self.folder, *more]
        subprocess.run(command, check=True, env=environment)

    def wire(self):
        """What went over the trunk, as the customers' side saw it since they were started."""
        return (self.folder / "sipp.messages").read_text(errors="replace")

    def customers(self, reaction):
        """Every customer reacts so: see share/telephony/customers.xml."""
        self.reaction = reaction
        self.run("customers", reaction)

    def pid(self, name):
        return int((self.folder / f"{name}.pid").read_text())

    @property
    def settings(self):
        return str(self.folder / "telephony.json")


# What the agent has before the eyes, told when a test waits in vain.
SEEN = """() => ({
  state: document.querySelector("#bench").dataset.state,
  softphone: document.querySelector("#softphone").dataset.stage,
  refusals: [...document.querySelectorAll("[data-refusal], .toast")].map((slot) => slot.innerText),
  line: document.querySelector("[data-seat=line]").innerText,
  result: document.querySelector("input[name=outcome]:checked")?.value,
  dialogs: [...document.querySelectorAll("dialog[open]")].map((dialog) => dialog.id),
  focus: document.activeElement?.outerHTML.slice(0, 120),
  call: document.querySelector("[data-seat=call-text]")?.innerText,
  answers: performance.getEntriesByType("resource").slice(-5)
    .map((entry) => `${entry.name} ${entry.responseStatus}`),
})"""


class Seat:
    """The agent at the workbench."""

    def __init__(self, page, program):
        self.page = page
        self.program = program

    def state(self, wanted, seconds=30):
        try:
            self.page.wait_for_selector(f"#bench[data-state={wanted}]", timeout=seconds * 1000)
        except TimeoutError as late:
            raise AssertionError(f"never {wanted}: {self.page.evaluate(SEEN)}") from late

    def phone(self, wanted, seconds=30):
        self.page.wait_for_selector(
            f"#softphone[data-stage={wanted}]", timeout=seconds * 1000, state="attached"
        )

    def dial(self):
        """From ready to dialled."""
        self.phone("ready")
        self.page.keyboard.press("Enter")
        self.state("previewing")
        self.page.keyboard.press("d")

    def hang_up(self):
        self.page.keyboard.press("h")
        self.state("wrapping_up")

    def save(self, letter):
        """Saves a result that needs no field."""
        self.page.keyboard.press(letter)
        self.page.keyboard.press("Enter")
        self.state("ready")

    @property
    def call(self):
        """The agent's newest call with what the line saw of it, from the database."""
        path = pathlib.Path(self.program.folder) / "huihu.sqlite"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            call = database.execute(
                "SELECT c.* FROM call c JOIN account a ON a.id = c.agent_id "
                "WHERE a.sign_in_name = 'agent' ORDER BY c.id DESC LIMIT 1"
            ).fetchone()
            events = database.execute(
                "SELECT * FROM line_event WHERE call_id = ? ORDER BY id", (call["id"],)
            ).fetchall()
        return call, events


def recording(seat, call):
    """The state of a call's recording; None while it is not taken in."""
    path = pathlib.Path(seat.program.folder) / "huihu.sqlite"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        row = database.execute("SELECT state FROM recording WHERE call_id = ?", (call,)).fetchone()
    return row and row[0]


@pytest.fixture(scope="session")
def telephone(tmp_path_factory):
    running = Telephone(tmp_path_factory.mktemp("telephone"))
    running.run("start")
    yield running
    running.run("stop")


@pytest.fixture(scope="session")
def program(tmp_path_factory, telephone):
    folder = tmp_path_factory.mktemp("demo") / "data"
    running = browser_tests.Program(folder, "--speed", "120", "--telephony", telephone.settings)
    yield running.start()
    running.stop()


@pytest.fixture(scope="session")
def agent_voice(tmp_path_factory):
    return hum(tmp_path_factory.mktemp("voice") / "agent.wav", 440)


def hum(path, hertz):
    """A microphone's voice: one tone."""
    tone = f"sine=frequency={hertz}:sample_rate=48000:duration=10"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", tone, "-ac", "1", str(path)]
    subprocess.run(command, check=True)
    return path


@pytest.fixture(scope="session")
def chromium(agent_voice):
    """Opens a browser with a headset; with `allowed=False` its microphone is refused."""
    opened = []
    with sync_playwright() as playwright:

        def open_browser(allowed=True, voice=agent_voice):
            options = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
            options += ["--use-fake-device-for-media-stream"]
            if allowed:
                options += ["--use-fake-ui-for-media-stream"]
                options += [f"--use-file-for-fake-audio-capture={voice}"]
            else:
                options += ["--deny-permission-prompts"]
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
            opened.append(browser)
            return browser

        yield open_browser
        for browser in opened:
            if browser.is_connected():
                browser.close()


def sign_in(program, browser, name, path="/"):
    """Signs in and opens a page; what came over the network is in `page.traffic`."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.traffic = []
    page.on("response", lambda response: page.traffic.append(response))
    page.goto(f"{program.address}/session/new")
    page.fill("#name", name)
    page.fill("#password", program.accounts[name])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/session" not in url)
    page.goto(f"{program.address}{path}")
    return page


def sit_down(program, browser):
    """The agent at an open workbench within call hours, the clock at its natural speed."""
    page = sign_in(program, browser, "agent", "/workbench")
    until(lambda: page.inner_text("[data-clock]") >= "09:00:30", "call hours")
    with page.expect_navigation():
        page.select_option("#demo-speed", "1")
    return Seat(page, program)


@pytest.fixture(scope="session")
def desk(program, telephone, chromium):
    telephone.customers(STAYS)
    return sit_down(program, chromium())


# Beside the session's own telephone.
ELSEWHERE = {
    "JANUS_PORT": "8198", "RECORD_PORT": "8290", "SIP_PORT": "5082",
    "SIPP_CONTROL_PORT": "8899", "SIPP_MEDIA_PORT": "15000",
}


@pytest.fixture
def station(tmp_path, chromium):
    """Starts another telephone and a program on it, and sits down: its telephone and its seat."""
    opened = []

    def start(reaction=STAYS, prepare=lambda telephone: None, **options):
        telephone = Telephone(tmp_path / "telephone", **ELSEWHERE, **options)
        opened.append(lambda: telephone.run("stop"))
        telephone.run("start")
        telephone.customers(reaction)
        prepare(telephone)
        program = browser_tests.Program(
            tmp_path / "data", "--speed", "120", "--telephony", telephone.settings
        )
        opened.append(program.stop)
        program.start()
        browser = chromium()
        opened.append(browser.close)
        return telephone, sit_down(program, browser)

    yield start
    for close in reversed(opened):
        close()


@pytest.fixture
def seat(desk, telephone):
    """The agent at the desk, ready before the test and after it."""
    desk.page.traffic.clear()
    yield desk
    state = desk.page.get_attribute("#bench", "data-state")
    if state == "previewing":
        desk.page.keyboard.press("Escape")
    elif state in ("dialling", "ringing", "talking"):
        desk.hang_up()
        desk.save("1")
    elif state == "wrapping_up":
        desk.save("1")
    if telephone.reaction != STAYS:
        telephone.customers(STAYS)
