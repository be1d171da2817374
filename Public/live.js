"use strict";

/*
 * What moves by itself: timers against the server's clock, and parts of the page that are
 * fetched again (`data-poll="seconds"`).
 */

import { meta, requestHeaders } from "./page.js";

let serverNow = Number(meta("server-now")) || Date.now();
let speed = Number(meta("clock-speed")) || 1;
let readAt = performance.now();

/**
 * Sets the server's clock, as its live events tell it.
 * @param {number} now milliseconds since 1970
 * @param {number} newSpeed how many seconds pass in one
 */
export function setClock(now, newSpeed = speed) {
  serverNow = now;
  speed = newSpeed;
  readAt = performance.now();
  tick();
}

/** The server's moment, in milliseconds since 1970. */
export function now() {
  return serverNow + (performance.now() - readAt) * speed;
}

/**
 * A span of time as `4:05` or `1:02:03`.
 * @param {number} milliseconds
 * @returns {string}
 */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const padded = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = padded(seconds % 60);
  return hours > 0 ? `${hours}:${padded(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** `2026-03-31T14:32:08` in Shanghai, which keeps UTC+8 all year. */
function shanghai(moment) {
  return new Date(moment + 8 * 3600000).toISOString().slice(0, 19);
}

/** `14:32:08` in Shanghai. */
function clock(moment) {
  return shanghai(moment).slice(11);
}

/** Brings every timer of the page up to date. */
export function tick() {
  const moment = now();
  for (const timer of document.querySelectorAll("[data-since]")) {
    show(timer, span(moment - Number(timer.dataset.since)));
  }
  for (const timer of document.querySelectorAll("[data-until]")) {
    const left = Number(timer.dataset.until) - moment;
    show(timer, span(left));
    timer.classList.toggle("is-over", left < 0);
  }
  for (const timer of document.querySelectorAll("[data-clock]")) show(timer, clock(moment));
  for (const day of document.querySelectorAll("[data-clock-day]")) show(day, shanghai(moment).slice(0, 10));
}

function show(timer, words) {
  if (timer.textContent !== words) timer.textContent = words;
}

/** Starts the timers and the polling. */
export function connectLive() {
  tick();
  // An accelerated clock ticks more often, so that no second of the demo is left out for long.
  setInterval(tick, speed > 1 ? 250 : 1000);
  setInterval(poll, 1000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) tick();
  });
}

/**
 * What to do when the server refuses a page's events: who is not signed in any more is asked to,
 * for anyone else it is tried again in a while.
 * @param {() => void} again
 */
export async function whenRefused(again) {
  try {
    const answer = await fetch("/account", { headers: requestHeaders() });
    if (answer.status === 401) {
      window.location.reload();
      return;
    }
  } catch {
    // The server may be restarting.
  }
  setTimeout(again, 5000);
}

const due = new Map();
const underWay = new Set();

function poll() {
  if (document.hidden || document.querySelector("dialog[open]")) return;
  for (const part of document.querySelectorAll("[data-poll][id]")) {
    const seconds = Number(part.dataset.poll) || 5;
    const at = due.get(part.id);
    if (at === undefined) due.set(part.id, performance.now() + seconds * 1000);
    else if (performance.now() >= at && !underWay.has(part.id)) void refetch(part, seconds);
  }
}

/**
 * Fetches a part of the page again; it stops when the new one has no `data-poll`.
 * @param {HTMLElement} part
 * @param {number} seconds
 */
async function refetch(part, seconds) {
  underWay.add(part.id);
  try {
    const address = part.dataset.pollFrom ?? window.location.href;
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (response.ok) swap(part.id, await response.text());
    due.set(part.id, performance.now() + seconds * 1000);
  } catch {
    // The server may be restarting: asked again, but less often.
    due.set(part.id, performance.now() + seconds * 4000);
  } finally {
    underWay.delete(part.id);
  }
}

/** Goes along with the clock of a page that was just fetched: the demo's skips the night. */
function follow(page) {
  const content = (name) => Number(page.querySelector(`meta[name="${name}"]`)?.getAttribute("content"));
  if (content("server-now")) setClock(content("server-now"), content("clock-speed") || 1);
}

/**
 * Puts the element with this identity from a fetched page into this one. An unchanged part and
 * one in which someone works stay as they are.
 * @param {string} id
 * @param {string} page
 */
export function swap(id, page) {
  const whole = new DOMParser().parseFromString(page, "text/html");
  follow(whole);
  const fresh = whole.getElementById(id);
  const old = document.getElementById(id);
  if (!fresh || !old || old.outerHTML === fresh.outerHTML) return;
  const active = document.activeElement;
  if (active && old.contains(active) && active.matches("input, textarea, select")) return;
  old.replaceWith(document.adoptNode(fresh));
  document.dispatchEvent(new CustomEvent("huihu:swapped", { detail: id }));
  tick();
}
