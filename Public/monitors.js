"use strict";

/*
 * Those who listen to the agent's call: each has a connection of their own to this browser, which
 * mixes what they hear and, when they barge in, what the customer hears.
 */

import { post } from "./forms.js";
import { requestHeaders } from "./page.js";
import { callPeer, customerStream, microphoneStream } from "./softphone.js";

const monitors = new Map();
let context = null;
/** What the customer hears while someone barges in: the agent and those who barge. */
let toCustomer = null;

/** Asks who listens now, lets them in, and goes along with how they take part. */
export async function refreshMonitors() {
  const response = await fetch("/seat/monitors", { headers: requestHeaders() });
  if (!response.ok) return;
  const state = await response.json();
  const wanted = new Map(state.monitors.map((monitor) => [monitor.id, monitor]));
  for (const [id, monitor] of monitors) if (!wanted.has(id)) leave(id, monitor);
  for (const [id, monitor] of wanted) {
    if (!monitors.has(id)) await letIn(monitor).catch(() => monitors.delete(id));
  }
  for (const [id, monitor] of wanted) goAlong(monitors.get(id), monitor.mode);
  await mixForCustomer();
  draw(state);
}

/** The call is over: nobody listens any more. */
export function endMonitors() {
  for (const [id, monitor] of monitors) leave(id, monitor);
  toCustomer = null;
  draw({ monitors: [], shown: true });
}

/** What the agent hears of those who whisper or barge in. */
export function voices() {
  return [...monitors.values()].filter((monitor) => !monitor.voice.muted)
    .map((monitor) => monitor.voice.srcObject);
}

async function letIn(wanted) {
  context ??= new AudioContext();
  await context.resume();
  const mix = context.createMediaStreamDestination();
  for (const stream of [microphoneStream(), customerStream()]) {
    if (stream) context.createMediaStreamSource(stream).connect(mix);
  }
  const peer = new RTCPeerConnection();
  const voice = new Audio();
  const monitor = { peer, voice, mode: "listen", source: null };
  monitors.set(wanted.id, monitor);
  peer.addEventListener("track", (event) => {
    const stream = event.streams[0] ?? new MediaStream([event.track]);
    // A stream from afar runs only while an element plays it, be it silently.
    voice.srcObject = stream;
    voice.muted = true;
    void voice.play().catch(() => {});
    monitor.source = context.createMediaStreamSource(stream);
    void refreshMonitors();
  });
  await peer.setRemoteDescription({ type: "offer", sdp: wanted.offer });
  const transceiver = peer.getTransceivers()[0];
  transceiver.direction = "sendrecv";
  await transceiver.sender.replaceTrack(mix.stream.getAudioTracks()[0]);
  await peer.setLocalDescription(await peer.createAnswer());
  await gathered(peer);
  await post(`/seat/monitors/${wanted.id}`, { answer: peer.localDescription.sdp });
}

function gathered(peer) {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, 1500);
    peer.addEventListener("icegatheringstatechange", () => {
      if (peer.iceGatheringState === "complete") resolve();
    });
  });
}

function goAlong(monitor, mode) {
  if (!monitor) return;
  monitor.mode = mode;
  monitor.voice.muted = mode === "listen";
}

/** Puts those who barge in into the voice that goes to the customer. */
async function mixForCustomer() {
  const sender = callPeer()?.getSenders()[0];
  const own = microphoneStream()?.getAudioTracks()[0];
  if (!sender || !own) return;
  const barging = [...monitors.values()].filter((monitor) => monitor.mode === "barge" && monitor.source);
  for (const monitor of monitors.values()) monitor.source?.disconnect();
  if (barging.length === 0) {
    if (toCustomer) await sender.replaceTrack(own);
    toCustomer = null;
    return;
  }
  toCustomer = context.createMediaStreamDestination();
  context.createMediaStreamSource(microphoneStream()).connect(toCustomer);
  for (const monitor of barging) monitor.source.connect(toCustomer);
  await sender.replaceTrack(toCustomer.stream.getAudioTracks()[0]);
}

function leave(id, monitor) {
  monitor.source?.disconnect();
  monitor.voice.srcObject = null;
  monitor.peer.close();
  monitors.delete(id);
}

/** Shows on the agent's screen who takes part, where the bank wants it. */
function draw(state) {
  const sign = document.querySelector("[data-phone=monitors]");
  if (!sign) return;
  const modes = state.monitors.map((monitor) => monitor.mode);
  const loudest = ["barge", "whisper", "listen"].find((mode) => modes.includes(mode));
  sign.hidden = !state.shown || !loudest;
  if (loudest) sign.textContent = sign.getAttribute(`data-word-${loudest}`);
}
