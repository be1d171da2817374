"use strict";

/*
 * A supervisor's side of a call: offers a connection to the agent's browser, plays what comes, and
 * speaks when whispering or barging. Every change goes through the server, which records it.
 */

import { post, tell } from "./forms.js";
import { requestHeaders } from "./page.js";

const box = document.getElementById("monitor");
const askEvery = 300;
const askAtMost = 60;
const speaker = new Audio();
speaker.autoplay = true;
let peer = null;
let monitor = null;
let microphone = null;

/** What the supervisor hears. */
export function heard() {
  return speaker.srcObject;
}

function say(name) {
  const state = box?.querySelector("[data-monitor=state]");
  if (state) state.textContent = box.getAttribute(`data-word-${name}`) ?? "";
}

function show(mode) {
  box.dataset.mode = mode;
  for (const button of box.querySelectorAll("[data-mode-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.modeChoice === mode));
  }
  say(mode);
}

async function begin() {
  peer = new RTCPeerConnection();
  peer.addTransceiver("audio", { direction: "sendrecv" });
  peer.addEventListener("track", (event) => {
    speaker.srcObject = event.streams[0] ?? new MediaStream([event.track]);
  });
  peer.addEventListener("connectionstatechange", () => {
    if (["failed", "closed", "disconnected"].includes(peer.connectionState)) finish();
  });
  await peer.setLocalDescription(await peer.createOffer());
  await gathered();
  const answer = await post(`/calls/${box.dataset.call}/monitors`, { offer: peer.localDescription.sdp });
  if (answer.status >= 400) return finish(answer.body?.message);
  monitor = answer.body;
  return waitForAnswer(0);
}

function gathered() {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, 1500);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState === "complete") resolve();
    });
  });
}

async function waitForAnswer(count) {
  const response = await fetch(`/monitors/${monitor.id}`, { headers: requestHeaders() });
  if (!response.ok) return finish();
  const fresh = await response.json();
  if (fresh.answer) {
    await peer.setRemoteDescription({ type: "answer", sdp: fresh.answer });
    show("listen");
  } else if (count < askAtMost) {
    setTimeout(() => void waitForAnswer(count + 1), askEvery);
  } else {
    say("failed");
  }
  return undefined;
}

/** Listens, whispers or barges; the microphone is taken only when it is needed. */
async function choose(mode) {
  if (!monitor) return;
  if (mode !== "listen" && !microphone) {
    try {
      microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      say("denied");
      return;
    }
  }
  const track = mode === "listen" ? null : microphone.getAudioTracks()[0];
  const answer = await post(`/monitors/${monitor.id}/mode`, { mode });
  if (answer.status >= 400) return finish(answer.body?.message);
  await peer.getSenders()[0].replaceTrack(track);
  show(mode);
  return undefined;
}

function finish(words) {
  peer?.close();
  for (const track of microphone?.getTracks() ?? []) track.stop();
  microphone = null;
  if (monitor) void post(`/monitors/${monitor.id}/end`, {}).catch(() => {});
  monitor = null;
  box.dataset.mode = "ended";
  for (const button of box.querySelectorAll("[data-mode-choice]")) button.disabled = true;
  say("ended");
  const state = box.querySelector("[data-monitor=state]");
  if (words && state) state.textContent = words;
}

box?.addEventListener("click", (event) => {
  const chosen = event.target instanceof Element ? event.target.closest("[data-mode-choice]") : null;
  if (!chosen) return;
  if (chosen.dataset.modeChoice === "end") {
    finish();
    window.location.assign(`/calls/${box.dataset.call}`);
  } else {
    void choose(chosen.dataset.modeChoice);
  }
});

window.addEventListener("pagehide", () => {
  if (monitor) tell(`/monitors/${monitor.id}/end`);
  monitor = null;
});

if (box) void begin().catch(() => say("failed"));
