"use strict";

/*
 * Draws the seat: the strip, the customer, the script, the callbacks. Only text goes into the
 * page, never markup.
 */

import { showCount } from "./menu.js";
import { span, tick } from "./live.js";
import { icon, make } from "./page.js";

export const bench = document.getElementById("bench");

/**
 * A text of the workbench in the reader's language, from `data-word-NAME`.
 * @param {string} name
 * @param {Record<string, string | number>} values
 */
export function word(name, values = {}) {
  const pattern = bench?.getAttribute(`data-word-${name}`) ?? "";
  return pattern.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

function slots(name) {
  return document.querySelectorAll(`[data-seat="${name}"]`);
}

function put(name, text) {
  for (const slot of slots(name)) {
    if (slot.textContent !== text) slot.textContent = text;
  }
}

function fill(name, ...content) {
  for (const slot of slots(name)) slot.replaceChildren(...content);
}

/** The acts that each state offers; the rest is hidden, or disabled in the strip. */
const offered = {
  ready: ["next", "mode", "lock", "break"],
  previewing: ["dial", "return", "mode"],
  dialling: ["end"],
  ringing: ["end"],
  talking: ["end", "mute", "hold", "keypad"],
  wrapping_up: ["save", "mode"],
  on_break: ["back", "lock", "break", "mode"],
  locked: ["back"],
  taken_over: ["reopen"],
  in_call: ["takeover"],
};

const pictures = {
  ready: "check", previewing: "eye", dialling: "phone-out", ringing: "bell", talking: "phone",
  wrapping_up: "edit", on_break: "break", locked: "lock", signed_out: "seat", taken_over: "warning", in_call: "phone",
};

let shownTask = null;

/**
 * Draws a seat as the server described it.
 * @param {any} seat
 */
export function drawSeat(seat) {
  bench.dataset.state = seat.state;
  const customer = seat.customer ?? null;
  for (const part of document.querySelectorAll("[data-show=customer]")) part.hidden = !customer;
  for (const part of document.querySelectorAll("[data-show=idle]")) part.hidden = Boolean(customer);
  for (const part of document.querySelectorAll("[data-show=callbacks]")) {
    part.hidden = ["taken_over", "in_call", "locked"].includes(seat.state);
  }
  for (const card of document.querySelectorAll("[data-idle]")) {
    card.hidden = card.dataset.idle !== seat.state;
  }
  drawActs(seat.state);
  drawStrip(seat);
  drawCustomer(customer);
  drawCall(seat);
  drawScript(seat.task ?? null, customer);
  tick();
}

/** The keys of a call's voice, which a simulated line has not. */
function isVoice(button) {
  return ["mute", "hold", "keypad"].includes(button.dataset.act);
}

function hasVoice() {
  return document.getElementById("softphone")?.hidden === false;
}

function drawActs(state) {
  const usable = offered[state] ?? [];
  for (const button of document.querySelectorAll("[data-act]")) {
    const isUsable = usable.includes(button.dataset.act);
    if (button.closest(".bench-strip") || button.dataset.act === "save") button.disabled = !isUsable;
    else if (button.closest(".call-bar")) button.hidden = !isUsable || (isVoice(button) && !hasVoice());
  }
  for (const button of document.querySelectorAll('[data-open="bench-break"]')) {
    button.disabled = !usable.includes("break");
  }
}

function drawStrip(seat) {
  for (const place of [".bench-seat", ".call-bar"]) {
    document.querySelector(`${place} > .icon`)?.replaceWith(icon(pictures[seat.state] ?? "seat"));
  }
  if (seat.state_name === undefined) {
    put("state-name", word(seat.state === "in_call" ? "in-call" : "taken-over"));
    for (const timer of slots("since")) {
      delete timer.dataset.since;
      timer.textContent = "";
    }
    return;
  }
  put("state-name", seat.state_name);
  for (const timer of slots("since")) timer.dataset.since = String(seat.since);
  put("dialled", String(seat.dialled_today));
  put("interested", String(seat.interested_today));
  put("pending-interested", seat.pending_today > 0 ? word("pending", { count: seat.pending_today }) : "");
  put("callbacks", String(seat.callbacks_due));
  showCount("/callbacks", seat.callbacks_due);
  put("left", word("left", { count: seat.daily_ceiling - seat.dialled_today }));
  for (const [name, value] of [["dialled", seat.dialled_today], ["interested", seat.interested_today]]) {
    for (const bar of document.querySelectorAll(`[data-bar="${name}"]`)) bar.value = value;
  }
  const mode = document.querySelector("[data-act=mode] span");
  if (mode) mode.textContent = word(`mode-${seat.mode}`);
}

/**
 * Shows whether the page hears of its seat.
 * @param {boolean} isUp
 */
export function drawLine(isUp) {
  for (const line of slots("line")) {
    line.classList.toggle("is-down", !isUp);
    line.replaceChildren(icon(isUp ? "check" : "error"), make("span", "", word(isUp ? "line-up" : "line-down")));
  }
}

function drawCustomer(customer) {
  put("name", customer?.name ?? "");
  put("phone", customer?.phone ?? "");
  const tags = customer ? [
    make("span", "state state-info", icon("phone"), word("attempt", { count: customer.attempts + 1 })),
    make("span", "state state-neutral", icon("dash"), customer.kind),
  ] : [];
  if (customer?.region) tags.push(make("span", "state state-neutral", icon("building"), customer.region));
  fill("tags", ...tags);
  fill("attributes", ...(customer?.attributes ?? []).flatMap((attribute) => [
    make("dt", "", attribute.name), make("dd", "", attribute.value),
  ]));
  const history = (customer?.history ?? []).map(pastCall);
  const isNew = customer && history.length === 0;
  fill("history", ...(isNew ? [make("li", "", word("first-call"))] : history));
}

function pastCall(call) {
  const talk = call.talk_seconds > 0
    ? word("talk", { span: span(call.talk_seconds * 1000) }) : word("no-talk");
  const head = make("div", "history-head",
    make("span", "state state-neutral", call.outcome ?? word("no-result")), make("time", "", call.at));
  const line = make("li", "", head, make("small", "", talk));
  if (call.note) line.append(make("div", "", call.note));
  return line;
}

/** Whether the customer knows of the recording, as far as the script has it. */
function noticeWord(seat) {
  const isAsked = seat.task?.script?.steps.some((step) => step.notice);
  if (!isAsked || seat.state !== "talking") return word("recorded");
  return word(seat.call.noticed ? "told" : "tell");
}

/** The bar above the script: what the line sees of the call, and for how long. */
function drawCall(seat) {
  const call = seat.call;
  const timer = slots("call-since")[0];
  if (!timer) return;
  delete timer.dataset.since;
  if (!call) {
    timer.textContent = "";
    put("call-text", seat.customer ? word("preview") : "");
    return;
  }
  if (call.ended_at === undefined || call.ended_at === null) {
    timer.dataset.since = String(call.answered_at ?? call.ringing_at ?? call.dialled_at);
    put("call-text", `${seat.customer?.name ?? ""} ${seat.customer?.phone ?? ""} · ${noticeWord(seat)}`);
  } else {
    timer.textContent = call.answered_at ? span(call.ended_at - call.answered_at) : "";
    put("call-text", word("ended", { cause: call.cause ?? "", party: call.ended_by ?? "" }));
  }
}

// Script -----------------------------------------------------------------

let step = 0;

function drawScript(task, customer) {
  put("task", task?.name ?? "");
  put("product", task?.product ?? "");
  put("version", task?.script ? word("version", { version: task.script.version }) : "");
  const script = task?.script ?? null;
  // It is on its way: what is not known yet is not called missing.
  const words = task?.script_version && !script ? "" : word("no-script");
  const key = customer ? `${task?.id}/${customer.id}/${script?.version ?? ""}` : null;
  if (key === shownTask && script) return;
  shownTask = key;
  step = 0;
  drawStep(script, words);
  for (const part of slots("objections")) {
    for (const old of part.querySelectorAll("details")) old.remove();
    part.hidden = !script?.objections.length;
    part.append(...(script?.objections ?? []).map(objection));
  }
}

function objection(entry, index) {
  const summary = make("summary", "", icon("chevron-right"), entry.concern);
  if (index === 0) {
    summary.append(make("kbd", "", "o"));
    summary.dataset.key = "o";
  }
  const details = make("details", "", summary, make("p", "", entry.answer));
  details.setAttribute("name", "objections");
  return details;
}

const branchKeys = ["a", "s", "d", "f", "j", "k"];

/** Shows one step of the script with the ways that lead on from it. */
function drawStep(script, missing = "") {
  const now = script?.steps[step];
  fill("steps", ...(script?.steps ?? []).map((each, index) => {
    const button = make("button", index < step ? "is-past" : "", each.title);
    button.type = "button";
    if (index === step) button.setAttribute("aria-current", "step");
    button.addEventListener("click", () => goTo(script, index));
    return button;
  }));
  if (!now) {
    fill("text", missing);
    fill("branches");
    return;
  }
  fill("text", make("h3", "", `${now.kind} · ${now.title}`), now.text);
  const ways = now.branches.length > 0 || step + 1 >= script.steps.length
    ? now.branches : [{ answer: script.steps[step + 1].title, target: step + 1 }];
  fill("branches", ...ways.map((way, index) => branch(script, way, branchKeys[index])));
}

function branch(script, way, letter) {
  const target = script.steps[way.target];
  const button = make("button", "branch");
  button.type = "button";
  if (letter) {
    button.dataset.key = letter;
    button.append(make("kbd", "", letter));
  }
  button.append(make("span", "", way.answer, make("small", "", `→ ${target?.title ?? ""}`)), icon("chevron-right"));
  button.addEventListener("click", () => goTo(script, way.target));
  return button;
}

function goTo(script, index) {
  // Who goes on from the step that tells of the recording has told of it.
  if (script.steps[step]?.notice) document.dispatchEvent(new CustomEvent("huihu:notice"));
  step = index;
  drawStep(script);
}

// Callbacks --------------------------------------------------------------

/**
 * Draws the due callbacks beside the idle card and in their window.
 * @param {any[]} callbacks
 * @param {boolean} mayTake whether one can be taken now
 * @param {(id: number) => void} take
 */
export function drawCallbacks(callbacks, mayTake, take) {
  for (const list of slots("due-list")) {
    const inDialog = list.closest("dialog") !== null;
    list.replaceChildren(...callbacks.slice(0, 9).map((callback, index) =>
      dueCallback(callback, mayTake, inDialog ? String(index + 1) : "", take)));
    if (callbacks.length === 0) list.append(make("li", "", word("no-callbacks")));
  }
}

function dueCallback(callback, mayTake, letter, take) {
  const button = make("button", "btn btn-outline-secondary btn-sm", icon("callback"), make("span", "", word("take")));
  button.type = "button";
  button.disabled = !mayTake;
  if (letter) {
    button.dataset.key = letter;
    button.append(make("kbd", "", letter));
  }
  button.addEventListener("click", () => take(callback.id));
  const owner = callback.is_handed_on ? word("handed-on") : callback.is_anyones ? word("anyone") : word("own");
  const state = word(callback.is_overdue ? "overdue" : callback.is_due ? "due" : "agreed");
  const left = make("small", "timer", "");
  left.dataset[callback.is_due ? "since" : "until"] = String(callback.due_at);
  return make("li", "",
    make("span", callback.is_overdue ? "due-time is-overdue" : "due-time", callback.time, left),
    make("span", "", make("span", "masked", callback.customer), make("small", "", `${state} · ${owner}`)),
    button);
}
