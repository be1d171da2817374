"use strict";

/*
 * The agent's voice. The browser holds the microphone for the whole shift, offers its side of the
 * next call before it is dialled, and plays what comes. The server owns the call: this script
 * knows no number and places nothing.
 */

import { post } from "./forms.js";
import { requestHeaders } from "./page.js";
import { drawSoftphone, phoneWord } from "./softphone-view.js";

/** Codecs of a telephone line: G.711 A-law and the keys. Fewer make the INVITE fit one packet. */
const codecs = ["audio/PCMA", "audio/telephone-event"];
const gatherAtMost = 1500;
const retryAfter = 3000;

/** What the page sees of the softphone; `draw` shows it. */
const phone = {
  stage: "simulated", version: 0, held: false, heard: true, isMuted: false, problem: "",
  isConnected: true,
};

let holder = "";
let microphone = null;
let peer = null;
/** The call that the present peer serves, once it was dialled. */
let callOfPeer = null;
/** The offer that is being made; null without one. */
let preparation = null;
const speaker = new Audio();
speaker.autoplay = true;

/** The microphone's stream, for the level meter and the headset test; null without one. */
export function microphoneStream() {
  return microphone;
}

/** What the customer says, for a supervisor who listens; null without a call. */
export function customerStream() {
  return speaker.srcObject;
}

/** The connection that carries the call; null without one. */
export function callPeer() {
  return peer;
}

/**
 * Begins, or goes on under a new holder of the seat.
 * @param {string} newHolder
 */
export async function startSoftphone(newHolder) {
  holder = newHolder;
  await refreshSoftphone();
}

/** Lets go of microphone and connection: another tab has the seat. */
export function stopSoftphone() {
  holder = "";
  closePeer();
  releaseMicrophone();
}

function releaseMicrophone() {
  for (const track of microphone?.getTracks() ?? []) track.stop();
  microphone = null;
}

/** Asks the server how far the softphone has come, and goes along. */
export async function refreshSoftphone() {
  if (holder === "") return;
  const response = await fetch("/seat/softphone", { headers: requestHeaders() });
  if (!response.ok) return;
  await takeSoftphone(await response.json());
}

/** The server is out of reach: a softphone that was ready may be so no longer. */
export function doubtSoftphone() {
  if (phone.stage !== "ready") return;
  phone.stage = "connecting";
  drawSoftphone(phone);
}

/**
 * Goes along with what the server says of the softphone, unless something newer is known: answers
 * and events overtake each other.
 * @param {{stage: string, call: ?number, answer: ?string, held: boolean, heard: boolean,
 *   version: number}} state
 */
export async function takeSoftphone(state) {
  if (holder === "" || state.version < phone.version) return;
  const before = phone.stage;
  const { stage, version, held, heard } = state;
  Object.assign(phone, { stage, version, held, heard });
  if (state.stage === "simulated") return;
  if (state.stage === "calling") {
    await goAlong(state);
  } else {
    if (before === "calling" || callOfPeer !== null) closePeer();
    if (state.stage === "absent" || !peer) await prepare();
  }
  drawSoftphone(phone);
}

/** A call goes on: its answer belongs to the offer that was used. */
async function goAlong(state) {
  if (!peer) {
    phone.problem = phoneWord("lost");
    return;
  }
  callOfPeer = state.call;
  if (state.answer && peer.signalingState === "have-local-offer") {
    await peer.setRemoteDescription({ type: "answer", sdp: state.answer });
  }
}

// The offer --------------------------------------------------------------

/**
 * Makes this side of the next call and offers it. One at a time; whoever closes the peer meanwhile
 * ends it, for a closed peer never settles its promises.
 */
async function prepare() {
  if (preparation || holder === "") return;
  closePeer();
  const mine = {};
  preparation = mine;
  try {
    await takeMicrophone();
    if (holder === "") releaseMicrophone();
    if (preparation !== mine) return;
    const made = connection();
    peer = made;
    await made.setLocalDescription(await made.createOffer());
    await gathered(made);
    if (preparation !== mine) return;
    const answer = await post("/seat/softphone", { holder, offer: made.localDescription.sdp });
    if (preparation !== mine) return;
    preparation = null;
    phone.problem = "";
    if (answer.status >= 400) giveUp("");
  } catch (error) {
    if (preparation === mine) giveUp(explain(error));
  }
  drawSoftphone(phone);
}

/** What was begun came to nothing: says why, and tries again in a while. */
function giveUp(problem) {
  closePeer();
  phone.problem = problem;
  setTimeout(() => void refreshSoftphone().catch(() => {}), retryAfter);
}

function connection() {
  const made = new RTCPeerConnection();
  const sender = made.addTransceiver(microphone.getAudioTracks()[0], {
    direction: "sendrecv", streams: [microphone],
  });
  const known = RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [];
  sender.setCodecPreferences?.(known.filter((codec) =>
    codecs.includes(codec.mimeType) && codec.clockRate === 8000));
  made.addEventListener("track", (event) => {
    speaker.srcObject = event.streams[0] ?? new MediaStream([event.track]);
  });
  made.addEventListener("connectionstatechange", () => {
    if (made !== peer) return;
    phone.isConnected = !["disconnected", "failed"].includes(made.connectionState);
    drawSoftphone(phone);
  });
  return made;
}

/** Waits for this side's addresses; within a bank's network that takes milliseconds. */
function gathered(made) {
  if (made.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, gatherAtMost);
    made.addEventListener("icegatheringstatechange", () => {
      if (made.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function closePeer() {
  preparation = null;
  peer?.close();
  peer = null;
  callOfPeer = null;
  phone.isConnected = true;
  phone.isMuted = false;
  for (const track of microphone?.getAudioTracks() ?? []) track.enabled = true;
  speaker.srcObject = null;
}

// The headset ------------------------------------------------------------

/** Takes the chosen microphone, unless it is held already. */
async function takeMicrophone() {
  if (microphone?.getAudioTracks().some((track) => track.readyState === "live")) return;
  if (!navigator.mediaDevices) throw new DOMException("", "InsecureError");
  const chosen = localStorage.getItem("huihu.microphone");
  const wishes = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  if (chosen) wishes.deviceId = { ideal: chosen };
  microphone = await navigator.mediaDevices.getUserMedia({ audio: wishes });
  for (const track of microphone.getAudioTracks()) {
    track.addEventListener("ended", () => {
      phone.problem = phoneWord("unplugged");
      microphone = null;
      drawSoftphone(phone);
      if (phone.stage !== "calling") void prepare();
    });
  }
  document.dispatchEvent(new CustomEvent("huihu:microphone"));
}

function explain(error) {
  const words = {
    NotAllowedError: "denied", NotFoundError: "missing", NotReadableError: "in-use",
    InsecureError: "insecure",
  };
  return phoneWord(words[error?.name] ?? "failed");
}

/** The microphones and loudspeakers of this machine. */
export async function devices() {
  const all = await navigator.mediaDevices?.enumerateDevices() ?? [];
  return {
    microphones: all.filter((device) => device.kind === "audioinput"),
    speakers: all.filter((device) => device.kind === "audiooutput"),
  };
}

/**
 * Uses another microphone from now on, also in the call that goes on.
 * @param {string} id
 */
export async function chooseMicrophone(id) {
  localStorage.setItem("huihu.microphone", id);
  const former = microphone;
  microphone = null;
  try {
    await takeMicrophone();
    const track = microphone.getAudioTracks()[0];
    track.enabled = !phone.isMuted;
    await peer?.getSenders()[0]?.replaceTrack(track);
    for (const old of former?.getTracks() ?? []) old.stop();
    phone.problem = "";
  } catch (error) {
    microphone = former;
    phone.problem = explain(error);
  }
  drawSoftphone(phone);
}

/**
 * Plays through another loudspeaker from now on.
 * @param {string} id
 */
export async function chooseSpeaker(id) {
  localStorage.setItem("huihu.speaker", id);
  await speaker.setSinkId?.(id);
}

// In the call ------------------------------------------------------------

/** Lets the customer not hear the agent, or hear them again; it happens in the browser alone. */
export function toggleMute() {
  if (phone.stage !== "calling") return;
  phone.isMuted = !phone.isMuted;
  for (const track of microphone?.getAudioTracks() ?? []) track.enabled = !phone.isMuted;
  drawSoftphone(phone);
}

/** Keeps the customer waiting, or goes on. */
export async function toggleHold() {
  const values = phone.held ? { holder } : { holder, on: "1" };
  const answer = await post("/seat/call/hold", values);
  if (answer.status < 400) return;
  phone.problem = answer.body?.message ?? "";
  drawSoftphone(phone);
}

/**
 * Sends keys to the customer's side.
 * @param {string} digits
 */
export function sendDigits(digits) {
  return post("/seat/call/digits", { holder, digits });
}
