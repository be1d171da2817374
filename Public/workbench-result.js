"use strict";

/*
 * The form of a call's result: the tree chooses, exactly the fields that the result needs show,
 * the cursor goes to the first of them. Nothing typed is lost by a redraw or by signing in anew.
 */

import { now } from "./live.js";
import { make } from "./page.js";
import { word } from "./workbench-view.js";

const form = document.getElementById("bench-outcome");
const kept = "huihu.result";
let restored = null;

/**
 * Listens to the form.
 * @param {() => void} save
 */
export function connectResult(save) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.name === "outcome") {
      showFields(event.target, true);
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!(event.target instanceof Element) || !event.target.matches("input, select, textarea")) return;
    event.preventDefault();
    if (!form.querySelector("[data-act=save]").disabled) form.requestSubmit();
  });
  for (const button of form.querySelectorAll("[data-quick]")) {
    button.addEventListener("click", () => setCallback(button.dataset.quick));
  }
}

/** The chosen result with its fields; null when none is chosen. */
export function chosenFields() {
  const choice = chosen();
  if (!choice) return null;
  const fields = { outcome: choice.value };
  const data = new FormData(form);
  for (const { name } of rules(choice)) {
    const value = data.get(name);
    if (typeof value === "string" && value !== "") fields[name] = value;
  }
  return fields;
}

function chosen() {
  return form.querySelector("input[name=outcome]:checked");
}

function rules(choice) {
  return choice.dataset.fields.split(" ").filter(Boolean).map((code) => ({
    name: code.replace("!", ""), isRequired: code.endsWith("!"),
  }));
}

function showFields(choice, moveCursor) {
  const wanted = new Map(rules(choice).map((rule) => [rule.name, rule.isRequired]));
  form.querySelector("[data-seat=fields]").hidden = false;
  for (const part of form.querySelectorAll("[data-field]")) {
    const name = part.dataset.field;
    part.hidden = !wanted.has(name);
    const label = part.querySelector(".field-label");
    label?.querySelector(".required-mark")?.remove();
    if (wanted.get(name)) label?.append(make("span", "required-mark", "*"));
  }
  if (moveCursor) toNextNeeded();
}

/** Puts the cursor into the first needed field that is empty, else onto nothing: Enter saves. */
export function toNextNeeded() {
  const choice = chosen();
  const given = chosenFields() ?? {};
  const needed = choice ? rules(choice).find((rule) => rule.isRequired && !given[rule.name]) : null;
  if (!needed) {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    return;
  }
  const part = form.querySelector(`[data-field="${needed.name}"]`);
  const field = part?.querySelector("[data-quick], input, select, textarea");
  if (field instanceof HTMLElement) field.focus();
  part?.scrollIntoView({ block: "nearest" });
}

/** Sets the time of the callback from a button; times are those of Shanghai. */
function setCallback(choice) {
  const hour = 3600000;
  const local = now() + 8 * hour;
  const day = local - (local % (24 * hour));
  const at = {
    hour: local + hour,
    afternoon: Math.max(day + 15 * hour, local + 2 * hour),
    tomorrow: day + 34 * hour,
  }[choice];
  form.elements.namedItem("callback_at").value = new Date(at).toISOString().slice(0, 16);
  toNextNeeded();
}

/**
 * Makes the form ready for the seat as it stands: empty for another call, closed to what the
 * line rules out, with what the line itself tells chosen already.
 * @param {any} seat
 * @param {any} before
 */
export function prepareResult(seat, before) {
  const call = seat.call?.id ?? null;
  if (call !== (before?.call?.id ?? null) || call === null) clear();
  const isOpen = seat.state === "talking" || seat.state === "wrapping_up";
  for (const choice of form.querySelectorAll("input[name=outcome]")) {
    const isRuledOut = seat.state === "wrapping_up" && choice.dataset.reached === "1" && !seat.call.may_be_reached;
    choice.disabled = !isOpen || isRuledOut;
    const label = choice.closest("label");
    label.setAttribute("aria-disabled", String(choice.disabled));
    label.title = isRuledOut ? word("never-answered") : "";
    if (choice.disabled && choice.checked) clear();
  }
  if (restored && restored.call === call) {
    fill(restored.fields);
    restored = null;
  } else if (seat.state === "wrapping_up" && seat.call.suggested && !chosen()) {
    const choice = form.querySelector(`input[name=outcome][value="${CSS.escape(seat.call.suggested)}"]`);
    if (choice) {
      choice.checked = true;
      showFields(choice, false);
    }
  }
}

function clear() {
  form.reset();
  form.querySelector("[data-seat=fields]").hidden = true;
  if (form.contains(document.activeElement)) document.activeElement.blur();
}

function fill(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  const choice = chosen();
  if (choice) showFields(choice, false);
}

/**
 * Keeps what was typed while the page goes to sign in; it is taken back once and then gone.
 * @param {any} seat
 */
export function keepDraft(seat) {
  const fields = chosenFields();
  if (!fields || !seat?.call) return;
  try {
    sessionStorage.setItem(kept, JSON.stringify({ call: seat.call.id, fields }));
  } catch {
    // Without storage the result has to be typed again.
  }
}

/** Takes back what was typed before signing in. */
export function restoreDraft() {
  try {
    restored = JSON.parse(sessionStorage.getItem(kept) ?? "null");
    sessionStorage.removeItem(kept);
  } catch {
    restored = null;
  }
}
