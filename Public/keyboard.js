"use strict";

/*
 * Keys: `data-key="n"` on an element presses or focuses it, `g` and a letter opens an entry of
 * the menu, `?` lists the keys, `/` leads to the search. Single keys rest while someone types.
 */

import { make, openDialog, text } from "./page.js";

const typing = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";
let menuKeyUntil = 0;

/** Listens for keys and fills the list of keys whenever it opens. */
export function connectKeyboard() {
  document.addEventListener("keydown", (event) => {
    // An input method that composes a word has the keys to itself.
    if (event.isComposing || event.defaultPrevented) return;
    if (submitsForm(event)) return;
    if (event.key === "Escape") leaveField();
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target instanceof Element && event.target.closest(typing)) return;
    if (["Enter", " "].includes(event.key) && onControl(event.target)) return;
    press(letter(event), event);
  });
  document.getElementById("keyboard-help")?.addEventListener("huihu:open", listKeys);
}

/** Whether a control has the focus, which Enter and Space then belong to. */
function onControl(target) {
  return target instanceof Element && target.closest("a, button, summary, label, input") !== null;
}

/** The key as printed, also while an input method is switched on but not composing. */
function letter(event) {
  if (event.key !== "Process" && event.key !== "Unidentified") return event.key;
  return event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase();
}

function press(key, event) {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog && performance.now() < menuKeyUntil) {
    menuKeyUntil = 0;
    const entry = document.querySelector(`[data-menu-key="${CSS.escape(key.toLowerCase())}"]`);
    if (entry instanceof HTMLElement) {
      event.preventDefault();
      entry.click();
      return;
    }
  }
  const target = elementFor(key, dialog ?? document);
  if (target) {
    event.preventDefault();
    use(target);
  } else if (dialog) {
    return;
  } else if (key === "?") {
    event.preventDefault();
    openDialog("keyboard-help");
  } else if (key === "/") {
    event.preventDefault();
    const search = document.querySelector("input[type=search], [data-search]");
    if (search instanceof HTMLElement) search.focus();
    else openDialog("palette");
  } else if (key === "g") {
    menuKeyUntil = performance.now() + 1500;
  }
}

/**
 * The element that a key belongs to: visible, not disabled, and inside the open dialog if any.
 * @param {string} key
 * @param {ParentNode} root
 * @returns {HTMLElement | null}
 */
function elementFor(key, root) {
  const wanted = key.length === 1 ? key.toLowerCase() : key;
  for (const element of root.querySelectorAll("[data-key]")) {
    const own = element.dataset.key;
    if ((own.length === 1 ? own.toLowerCase() : own) === wanted && isUsable(element)) return element;
  }
  return null;
}

/**
 * Whether an element can be used now: visible and not disabled.
 * @param {HTMLElement} element
 */
export function isUsable(element) {
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" &&
    element.getClientRects().length > 0;
}

function use(element) {
  if (element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) element.focus();
  else element.click();
}

/** Ctrl+Enter submits the form in which the cursor stands. */
function submitsForm(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return false;
  const within = event.target instanceof Element ? event.target.closest("form") : null;
  const form = within ?? document.querySelector("dialog[open] form, main form[data-enhanced]");
  if (!(form instanceof HTMLFormElement)) return false;
  event.preventDefault();
  form.requestSubmit();
  return true;
}

function leaveField() {
  const active = document.activeElement;
  if (active instanceof HTMLElement && active.matches(typing)) active.blur();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.removeAttribute("open");
  }
}

/** Fills the list with the keys of the page as it now stands. */
function listKeys() {
  const page = document.querySelector("[data-page-keys]");
  const menu = document.querySelector("[data-menu-keys]");
  if (page) {
    const rows = [...document.querySelectorAll("main [data-key]")].filter(isUsable)
      .map((element) => [element.dataset.key, nameOf(element)]);
    fill(page, rows);
    if (rows.length === 0) page.append(make("dd", "hint", text("noKeys")));
  }
  if (menu) {
    fill(menu, [...document.querySelectorAll("[data-menu-key]")].map((element) => [
      element.dataset.menuKey, element.getAttribute("title") ?? nameOf(element),
    ]));
  }
}

function fill(list, rows) {
  const seen = new Set();
  list.replaceChildren(...rows.flatMap(([key, name]) => {
    if (seen.has(key)) return [];
    seen.add(key);
    const shown = key.length === 1 ? key.toUpperCase() : key;
    return [make("dt", "", make("kbd", "", shown)), make("dd", "", name)];
  }));
}

/**
 * What an element is called, without the key printed on it.
 * @param {HTMLElement} element
 */
export function nameOf(element) {
  const label = element.dataset.keyName ?? element.getAttribute("aria-label");
  if (label) return label;
  if (element.labels?.length) return element.labels[0].textContent.trim();
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, svg, .count")) part.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}
