"use strict";

/*
 * Draws the softphone: its line in the strip, the keys of a call, the headset's window.
 */

import { icon, make } from "./page.js";

const box = document.getElementById("softphone");

/**
 * A text of the softphone in the reader's language.
 * @param {string} name
 */
export function phoneWord(name) {
  return box?.getAttribute(`data-word-${name}`) ?? "";
}

const pictures = {
  absent: "busy", connecting: "busy", ready: "headset", calling: "phone", down: "error",
};

/**
 * Shows how far the softphone has come, and what an agent can do about what is wrong.
 * @param {{stage: string, held: boolean, heard: boolean, isMuted: boolean, problem: string,
 *   isConnected: boolean}} phone
 */
export function drawSoftphone(phone) {
  if (!box) return;
  box.hidden = phone.stage === "simulated";
  box.dataset.stage = phone.stage;
  const isBad = phone.problem !== "" || phone.stage === "down" || !phone.isConnected
    || (phone.stage === "calling" && !phone.heard);
  const words = phone.problem || (phone.isConnected ? "" : phoneWord("disconnected"))
    || (phone.stage === "calling" && !phone.heard ? phoneWord("unheard") : "")
    || (phone.held ? phoneWord("held") : "") || (phone.isMuted ? phoneWord("muted") : "")
    || phoneWord(phone.stage);
  box.classList.toggle("is-bad", isBad);
  box.classList.toggle("is-waiting", phone.isMuted || phone.held);
  const text = box.querySelector("[data-phone=text]");
  if (text && text.textContent !== words) {
    text.textContent = words;
    text.title = words;
  }
  box.querySelector("button > .icon")?.replaceWith(icon(isBad ? "error" : pictures[phone.stage] ?? "busy"));
  for (const [name, isOn] of [["mute", phone.isMuted], ["hold", phone.held]]) {
    const button = document.querySelector(`[data-act=${name}]`);
    button?.setAttribute("aria-pressed", String(isOn));
    const label = button?.querySelector("span");
    if (label) label.textContent = phoneWord(`${isOn ? "un" : ""}${name}`);
  }
}

/**
 * Fills a list of devices.
 * @param {HTMLSelectElement | null} list
 * @param {MediaDeviceInfo[]} devices
 * @param {string | null} chosen
 */
export function drawDevices(list, devices, chosen) {
  list?.replaceChildren(...devices.map((device, index) => {
    const option = make("option", "", device.label || `${index + 1}`);
    option.value = device.deviceId;
    option.selected = device.deviceId === chosen;
    return option;
  }));
}

/**
 * Shows how loud the microphone is, 0 to 1.
 * @param {number} level
 */
export function drawLevel(level) {
  for (const meter of document.querySelectorAll("meter[data-phone=level]")) meter.value = level;
}
