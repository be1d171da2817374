"use strict";

/*
 * The headset before the shift: which devices, how loud, and one's own voice played back.
 */

import {
  chooseMicrophone, chooseSpeaker, devices, microphoneStream, sendDigits, toggleHold, toggleMute,
} from "./softphone.js";
import { drawDevices, drawLevel, phoneWord } from "./softphone-view.js";

const listenEvery = 100;
const testFor = 3000;
let context = null;
let analyser = null;

/** What the keys of the workbench do to the softphone. */
export const phoneActs = {
  mute: () => toggleMute(),
  hold: () => void toggleHold(),
  "test-headset": () => void test(),
};

/** Starts the level meter and the headset's window. */
export function connectHeadset() {
  document.addEventListener("huihu:microphone", () => {
    measure();
    void listDevices();
  });
  navigator.mediaDevices?.addEventListener?.("devicechange", () => void listDevices());
  document.getElementById("bench-headset")?.addEventListener("huihu:open", () => void listDevices());
  document.getElementById("phone-microphone")?.addEventListener("change", (event) =>
    void chooseMicrophone(event.target.value));
  document.getElementById("phone-speaker")?.addEventListener("change", (event) =>
    void chooseSpeaker(event.target.value));
  document.addEventListener("click", (event) => {
    const key = event.target instanceof Element ? event.target.closest("[data-digit]") : null;
    if (!key) return;
    void sendDigits(key.dataset.digit);
    const sent = document.querySelector("[data-phone=digits]");
    if (sent) sent.textContent = `${sent.textContent}${key.dataset.digit}`.slice(-20);
  });
  setInterval(() => drawLevel(level()), listenEvery);
}

async function listDevices() {
  const { microphones, speakers } = await devices();
  const inUse = microphoneStream()?.getAudioTracks()[0]?.getSettings().deviceId ?? null;
  drawDevices(document.getElementById("phone-microphone"), microphones, inUse);
  drawDevices(document.getElementById("phone-speaker"), speakers, localStorage.getItem("huihu.speaker"));
}

function measure() {
  const stream = microphoneStream();
  if (!stream) return;
  context ??= new AudioContext();
  analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
}

function level() {
  if (!analyser || !microphoneStream()) return 0;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  // From -60 dB, a quiet room, to 0 dB.
  return Math.min(1, Math.max(0, 1 + Math.log10(power + 1e-6) / 6));
}

/** Records three seconds and plays them back: whoever hears themselves is heard. */
async function test() {
  const stream = microphoneStream();
  const words = document.querySelector("[data-phone=test]");
  if (!stream || !words) return;
  await context?.resume();
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  let loudest = 0;
  const watch = setInterval(() => { loudest = Math.max(loudest, level()); }, listenEvery);
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  recorder.addEventListener("stop", async () => {
    clearInterval(watch);
    words.textContent = phoneWord(loudest > 0.25 ? "test-playing" : "test-silent");
    const sound = await context.decodeAudioData(await new Blob(pieces).arrayBuffer());
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.addEventListener("ended", () => {
      if (loudest > 0.25) words.textContent = phoneWord("test-done");
    });
    source.start();
  });
  words.textContent = phoneWord("test-recording");
  recorder.start();
  setTimeout(() => recorder.stop(), testFor);
}
