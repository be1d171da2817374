"""C9.1: a supervisor listens, whispers and barges in; tones tell who hears whom."""

import re

from conftest import hum, imported, sign_in, until

# Which of the three voices a page hears: the agent's 440 Hz, the customer's 1000, the
# supervisor's 2000. A browser takes a steady tone for noise and turns it down, not off.
TONES = """async ([module, name]) => {
  const found = (await """ + imported("module") + """)[name]();
  const stream = Array.isArray(found) ? found[0] : found;
  if (!stream) return "";
  window.context ??= new AudioContext();
  await window.context.resume();
  const analyser = window.context.createAnalyser();
  analyser.fftSize = 8192;
  window.context.createMediaStreamSource(stream).connect(analyser);
  // The sound's own clock says when the analyser is full: a silence of twice its length has ended.
  const silence = new ConstantSourceNode(window.context, { offset: 0 });
  silence.connect(window.context.destination);
  const full = new Promise((resolve) => silence.addEventListener("ended", resolve));
  silence.start();
  silence.stop(window.context.currentTime + 2 * analyser.fftSize / window.context.sampleRate);
  await full;
  const power = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(power);
  const at = (hertz) => power[Math.round(hertz * analyser.fftSize / window.context.sampleRate)];
  return [[440, "A"], [1000, "C"], [2000, "S"]].map(([hertz, who]) => at(hertz) > -85 ? who : "").join("");
}"""


# The buttons that reach beyond the window's right edge.
BEYOND = """() => [...document.querySelectorAll("#bench button, #bench label")]
  .filter((button) => button.getBoundingClientRect().right > innerWidth)
  .map((button) => button.textContent.trim())"""


def heard(page, module, name):
    return page.evaluate(TONES, [module, name])


def test_listen_whisper_barge(seat, program, chromium, tmp_path):
    voice = hum(tmp_path / "supervisor.wav", 2000)
    seat.dial()
    seat.state("talking")
    call, _ = seat.call
    supervisor = sign_in(program, chromium(voice=voice), "supervisor", f"/calls/{call['id']}")
    supervisor.keyboard.press("l")
    supervisor.wait_for_selector("#monitor[data-mode=listen]")
    until(lambda: heard(supervisor, "monitor.js", "heard") == "AC", "both sides")
    assert "主管监听中" in seat.page.inner_text(".call-bar")
    assert heard(seat.page, "monitors.js", "voices") == ""
    assert "S" not in heard(seat.page, "softphone.js", "customerStream")

    supervisor.keyboard.press("w")
    supervisor.wait_for_selector("#monitor[data-mode=whisper]")
    until(lambda: heard(seat.page, "monitors.js", "voices") == "S", "the whisper")
    assert "主管密语中" in seat.page.inner_text(".call-bar")
    assert sent(seat.page) == "A"

    supervisor.keyboard.press("b")
    supervisor.wait_for_selector("#monitor[data-mode=barge]")
    until(lambda: sent(seat.page) == "AS", "the supervisor in the customer's ear")
    # The fullest screen there is: everything of it lies within the window.
    assert seat.page.evaluate(BEYOND) == []

    supervisor.keyboard.press("l")
    supervisor.wait_for_selector("#monitor[data-mode=listen]")
    until(lambda: sent(seat.page) == "A", "the agent alone again")
    seat.hang_up()
    supervisor.wait_for_selector("#monitor[data-mode=ended]")
    supervisor.goto(f"{program.address}/calls/{call['id']}")
    acts = supervisor.locator(".timeline", has_text="强插").inner_text()
    assert [word for word in ("监听", "密语", "强插") if word in acts] == ["监听", "密语", "强插"]
    seat.page.goto(f"{program.address}/calls/{call['id']}")
    assert "强插" not in seat.page.inner_text("main")
    assert seat.page.request.get(f"{program.address}/calls/{call['id']}/monitor").status == 403
    seat.page.goto(f"{program.address}/workbench")
    seat.state("wrapping_up")
    seat.save("w")
    supervisor.context.close()


def sent(page):
    """What goes to the customer."""
    return page.evaluate(
        f"""async () => {{
          const {{ callPeer }} = await {imported('"softphone.js"')};
          window.sent = new MediaStream([callPeer().getSenders()[0].track]);
          const tones = {re.sub("const found = .*;", "const found = window.sent;", TONES)};
          return tones(["", ""]);
        }}"""
    )
