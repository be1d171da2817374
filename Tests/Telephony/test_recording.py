"""C4.4, C6.3: both sides of a call are recorded, sealed, and heard only by those who may."""

import cmath
import subprocess

from conftest import sign_in, until


def test_two_sides(seat, program, chromium, tmp_path):
    """The agent hums 440 Hz on the left, the customer 1000 Hz on the right."""
    seat.dial()
    seat.state("talking")
    until(lambda: seat.page.inner_text("[data-seat=call-since]") >= "0:03", "three seconds of talk")
    seat.hang_up()
    call, _ = seat.call
    page = sign_in(program, chromium(), "supervisor", f"/calls/{call['id']}")
    address = f"{program.address}/calls/{call['id']}/recording/audio"
    # Taken in a few seconds after the end.
    answer = until(lambda: ok(page.request.get(address)), "the recording")
    body = answer.body()
    assert body.startswith(b"OggS")
    part = page.request.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status, part.body()) == (206, body[10:20])
    path = tmp_path / "call.ogg"
    path.write_bytes(body)
    assert loudest(path, 0) == 440
    assert loudest(path, 1) == 1000
    page.reload()
    page.locator("audio").evaluate("player => void player.play()")
    player = page.locator("audio")
    until(lambda: player.evaluate("player => player.currentTime") > 0.5, "the player's sound")
    page.goto(f"{program.address}/calls/{call['id']}/recording")
    assert "完整" in page.inner_text("main")
    # The agent may not hear it.
    assert seat.page.request.get(address).status == 403
    seat.save("w")


def ok(answer):
    return answer if answer.status == 200 else None


def loudest(path, channel):
    """The strongest frequency of a channel, to the nearest ten hertz."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-af", f"pan=mono|c0=c{channel}"]
    command += ["-f", "s16le", "-ar", "8000", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    samples = [int.from_bytes(raw[at : at + 2], "little", signed=True) for at in range(0, len(raw), 2)]
    middle = samples[len(samples) // 2 : len(samples) // 2 + 800]


    def power(hertz):
        turn = -2j * cmath.pi * hertz / 8000
        return abs(sum(value * cmath.exp(turn * index) for index, value in enumerate(middle)))

    return max(range(100, 2000, 10), key=power)
