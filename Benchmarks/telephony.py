#!/usr/bin/env python3
"""How long a call takes to set up, and how many a Janus node carries.

    bin/in-telephone-network .venv/bin/python Benchmarks/telephony.py [--calls 100] [--seconds 20]

Set-up: a real browser at the workbench; from the dial key to the INVITE on the wire, and from the
customer's 200 OK to the first voice in the browser. Baseline: the same from a bare program that
asks Janus for the call itself. Capacity: so many calls at once whose browsers are played by a second
Janus, the processor time of the first; without recording, then with it.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests/Telephony"))
import conftest  # noqa: E402


class Janus:
    """One session on a Janus server, its handles, and what it says of them."""

    def __init__(self, url, secret):
        self.url, self.secret = url, secret
        self.heard = {}
        self.news = threading.Condition()
        self.session = self.ask("", {"janus": "create"})["data"]["id"]
        threading.Thread(target=self.listen, daemon=True).start()

    def ask(self, path, message):
        body = json.dumps({**message, "transaction": "t", "apisecret": self.secret}).encode()
        request = urllib.request.Request(
            self.url + path, body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def listen(self):
        while True:
            url = f"{self.url}/{self.session}?maxev=50&apisecret={self.secret}"
            try:
                with urllib.request.urlopen(url, timeout=60) as answer:
                    said = json.load(answer)
            except OSError:
                return
            with self.news:
                for event in said if isinstance(said, list) else [said]:
                    self.heard.setdefault(event.get("sender"), []).append(event)
                self.news.notify_all()

    def attach(self, plugin):
        answer = self.ask(f"/{self.session}", {"janus": "attach", "plugin": plugin})
        return answer["data"]["id"]

    def send(self, handle, body, jsep=None):
        message = {"janus": "message", "body": body, **({"jsep": jsep} if jsep else {})}
        return self.ask(f"/{self.session}/{handle}", message)

    def wait(self, handle, wanted):
        with self.news:
            while True:
                for event in self.heard.get(handle, []):
                    if wanted(event):
                        return event
                assert self.news.wait(20), "Janus says nothing"

    def keep_alive(self):
        self.ask(f"/{self.session}", {"janus": "keepalive"})


def result(name):
    def wanted(event):
        data = event.get("plugindata", {}).get("data", {})
        return data.get("result", {}).get("event") == name

    return wanted


def second_janus(folder):
    """A Janus whose AudioBridge plays the browsers."""
    etc = folder / "browsers"
    etc.mkdir()
    first = (folder / "janus/janus.jcfg").read_text()
    first = first.replace(str(folder / "janus"), str(etc)).replace("40000-44999", "45000-49999")
    first = re.sub(r'plugins: \{[^}]*\}', "plugins: { }", first)
    first = re.sub(r"events: \{[^}]*\}", "events: { broadcast = false }", first)
    (etc / "janus.jcfg").write_text(first)
    (etc / "janus.plugin.audiobridge.jcfg").write_text("general: { rtp_port_range = \"35000-39999\" }\n")
    transport = (folder / "janus/janus.transport.http.jcfg").read_text()
    (etc / "janus.transport.http.jcfg").write_text(transport.replace("8188", "8189"))
    log = open(folder / "browsers.log", "w")
    command = ["janus", "-F", str(etc), "-C", str(etc / "janus.jcfg")]
    process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    conftest.until(lambda: answers("http://127.0.0.1:8189/janus/info"), "the second Janus")
    return process


def answers(url):
    try:
        return urllib.request.urlopen(url, timeout=1).status == 200
    except OSError:
        return False


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def place(line, browsers, room, number, record):
    """One call that is talked on: its phone, its browser and when it was asked for."""
    browsers.send(browsers.rooms, {"request": "create", "room": room, "sampling_rate": 8000})
    browser = browsers.attach("janus.plugin.audiobridge")
    join = {"request": "join", "room": room, "codec": "pcma", "generate_offer": True}
    browsers.send(browser, join)
    offer = browsers.wait(browser, lambda event: event.get("jsep"))["jsep"]
    phone = line.attach("janus.plugin.sip")
    identity = {"request": "register", "type": "guest", "username": "sip:95500@127.0.0.1:5072"}
    line.send(phone, {**identity, "force_udp": True})
    line.wait(phone, result("registered"))
    started = time.time()
    call = {"request": "call", "uri": f"sip:{number}@127.0.0.1:5072", "call_id": f"bench-{room}"}
    line.send(phone, call, offer)
    answer = line.wait(phone, lambda event: event.get("jsep"))["jsep"]
    browsers.send(browser, {"request": "configure"}, answer)
    if record:
        request = {"request": "recording", "action": "start", "audio": True, "peer_audio": True}
        line.send(phone, {**request, "filename": record})
    line.wait(phone, lambda event: event.get("janus") == "webrtcup")
    return phone, browser, started


def capacity(telephone, settings, calls, seconds, record):
    node = settings["nodes"][0]
    line = Janus(node["url"], node["secret"])
    browsers = Janus("http://127.0.0.1:8189/janus", node["secret"])
    browsers.rooms = browsers.attach("janus.plugin.audiobridge")
    spool = settings["recordings"]
    placed = []
    base = 20_000 if record else 10_000
    for index in range(calls):
        file = f"{spool}/bench-{base + index}" if record else None
        placed.append(place(line, browsers, base + index, f"1540000{index:04}", file))
        if index % 20 == 19:
            line.keep_alive()
            browsers.keep_alive()
    pid = telephone.pid("janus")
    before, at = processor_seconds(pid), time.monotonic()
    for _ in range(max(1, int(seconds / 5))):
        threading.Event().wait(5)
        line.keep_alive()
        browsers.keep_alive()
    span = time.monotonic() - at
    used = 100 * (processor_seconds(pid) - before) / span
    memory = re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())
    for phone, _, _ in placed:
        line.send(phone, {"request": "hangup"})
    line.ask(f"/{line.session}", {"janus": "destroy"})
    browsers.ask(f"/{browsers.session}", {"janus": "destroy"})
    kind = "recorded" if record else "not recorded"
    print(
        f"{calls} calls, {kind}: {used:.1f} % of a core, {used / calls:.2f} % a call, "
        f"{int(memory[1]) // 1024} MB; one core carries {int(100 * calls / used)}"
    )



def wire(telephone):
    """The lines that went over the trunk, each with the second of the day and what follows it."""
    lines = telephone.wire().splitlines()
    stamp = None
    for index, text in enumerate(lines):
        match = re.search(r"\d{4}-\d\d-\d\d[T\t ](\d\d):(\d\d):(\d\d\.\d+)", text)
        if match:
            stamp = int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
        yield stamp, text, lines[index : index + 7]


def invites(telephone):
    """When each INVITE came in at the customers', in seconds of the day."""
    found = {}
    for stamp, text, _ in wire(telephone):
        if text.startswith("INVITE sip:"):
            found.setdefault(text.split("@")[0], stamp)
    return list(found.values())


def second_of_day(epoch):
    local = time.localtime(epoch)
    return local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec + epoch % 1


WATCH = """() => {
  window.keyAt = 0;
  addEventListener("keydown", (event) => {
    if (event.key === "d") window.keyAt = performance.timeOrigin + performance.now();
  }, true);
}"""

# When the customer's voice first reached a page: a track from afar is mute until its first packet.
HEAR = """() => {
  window.voiceAt = 0;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) {
      super(...options);
      this.addEventListener("track", ({ track }) => {
        track.addEventListener("unmute", () => {
          window.voiceAt = performance.timeOrigin + performance.now();
        });
      });
    }
  };
}"""


def set_up(telephone, folder, calls):
    """A real browser at the workbench."""
    voice = conftest.hum(folder / "agent.wav", 440)
    options = ("--speed", "120", "--telephony", telephone.settings)
    program = conftest.browser_tests.Program(folder / "data", *options).start()
    flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
    flags += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags += [f"--use-file-for-fake-audio-capture={voice}"]
    dialled, heard = [], []
    with conftest.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = conftest.sign_in(program, browser, "agent", "/workbench")
        page.add_init_script(f"({WATCH})(); ({HEAR})();")
        conftest.until(lambda: page.inner_text("[data-clock]") >= "09:00:30", "call hours")
        with page.expect_navigation():
            page.select_option("#demo-speed", "1")
        seat = conftest.Seat(page, program)
        for _ in range(calls):
            known = len(invites(telephone))
            page.evaluate("voiceAt = 0")
            seat.dial()
            seat.state("talking")
            voice_at = conftest.until(lambda: page.evaluate("voiceAt"), "the first voice") / 1000
            conftest.until(lambda: len(invites(telephone)) > known, "the INVITE")
            dialled.append(invites(telephone)[-1] - second_of_day(page.evaluate("keyAt") / 1000))
            heard.append(second_of_day(voice_at) - last_answer(telephone))
            seat.hang_up()
            seat.save("w")
        browser.close()
    program.stop()
    return dialled, heard


def last_answer(telephone):
    """When the newest 200 OK to an INVITE went out."""
    newest = None
    for stamp, text, following in wire(telephone):
        if text.startswith("SIP/2.0 200") and any("INVITE" in line for line in following):
            newest = stamp
    return newest


def bare_set_up(telephone, settings, calls):
    """The same without Huihu: a program asks Janus for the call."""
    node = settings["nodes"][0]
    line = Janus(node["url"], node["secret"])
    browsers = Janus("http://127.0.0.1:8189/janus", node["secret"])
    browsers.rooms = browsers.attach("janus.plugin.audiobridge")
    spans = []
    for index in range(calls):
        known = len(invites(telephone))
        phone, _, started = place(line, browsers, 30_000 + index, f"1541000{index:04}", None)
        conftest.until(lambda: len(invites(telephone)) > known, "the INVITE")
        spans.append(invites(telephone)[-1] - second_of_day(started))
        line.send(phone, {"request": "hangup"})
    line.ask(f"/{line.session}", {"janus": "destroy"})
    browsers.ask(f"/{browsers.session}", {"janus": "destroy"})
    return spans


def figures(name, spans):
    spans = sorted(1000 * span for span in spans)
    p99 = spans[min(len(spans) - 1, int(len(spans) * 0.99))]
    print(
        f"{name}: median {statistics.median(spans):.0f} ms, p99 {p99:.0f} ms, "
        f"most {spans[-1]:.0f} ms of {len(spans)}"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--set-ups", type=int, default=50)
    options = parser.parse_args()
    os.environ.setdefault("HUIHU_BINARY", str(ROOT / ".build/release/huihu"))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="huihu-bench-"))
    telephone = conftest.Telephone(folder)
    telephone.run("start")
    telephone.customers(conftest.STAYS)
    settings = json.loads((folder / "telephony.json").read_text())
    browsers = second_janus(folder)
    try:
        dialled, heard = set_up(telephone, folder, options.set_ups)
        figures("dial key to INVITE", dialled)
        figures("  baseline, a bare request to INVITE", bare_set_up(telephone, settings, options.set_ups))
        figures("200 OK to the first voice in the browser", heard)
        capacity(telephone, settings, options.calls, options.seconds, False)
        capacity(telephone, settings, options.calls, options.seconds, True)
    finally:
        browsers.terminate()
        telephone.run("stop")


main()
