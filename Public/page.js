"use strict";

/*
 * What every other script needs of the page: its texts, the form proof, notices, dialogs.
 */

/**
 * A text of the page in the reader's language, from `data-text-NAME` of the body.
 * @param {string} name the text's name, in camel case
 * @param {Record<string, string | number>} values what stands for `{name}` in it
 * @returns {string}
 */
export function text(name, values = {}) {
  const key = `text${name[0].toUpperCase()}${name.slice(1)}`;
  const pattern = document.body.dataset[key] ?? "";
  return pattern.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * The content of a `meta` element, or an empty text.
 * @param {string} name
 * @returns {string}
 */
export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
}

/** The headers with which a script asks the server for JSON, with the form proof. */
export function requestHeaders() {
  return { Accept: "application/json", "X-CSRF-Token": meta("csrf-token") };
}

/** The sprite beside this script, at the address that the browser keeps. */
const sprite = new URL("icons.svg", import.meta.url).pathname;

/**
 * A picture of the sprite.
 * @param {string} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  picture.append(use);
  return picture;
}

/**
 * An element with a class and content.
 * @param {string} name
 * @param {string} classes
 * @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
export function make(name, classes, ...content) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  element.append(...content);
  return element;
}

const icons = { info: "info", good: "check", warning: "warning", bad: "error" };

/**
 * A message as an element.
 * @param {"info" | "good" | "warning" | "bad"} tone
 * @param {string} message
 * @param {...Node} more what follows the message
 */
export function noticeElement(tone, message, ...more) {
  const body = make("div", "notice-text", make("p", "", message), ...more);
  return make("div", `notice notice-${tone}`, icon(icons[tone]), body);
}

/**
 * Shows a message in the corner, where screen readers hear of it. Good news goes by itself.
 * @param {"info" | "good" | "warning" | "bad"} tone
 * @param {string} message
 */
export function notify(tone, message) {
  const notice = noticeElement(tone, message);
  const close = make("button", "dialog-close", icon("close"));
  close.type = "button";
  close.setAttribute("aria-label", text("close"));
  close.addEventListener("click", () => notice.remove());
  notice.append(close);
  document.getElementById("notices")?.append(notice);
  if (tone === "good" || tone === "info") setTimeout(() => notice.remove(), 6000);
}

/**
 * Puts the cursor into the first field of a page that is one form, so that one can type at once.
 * A page with more on it keeps its single keys.
 */
export function focusForm() {
  const forms = document.querySelectorAll("main form[data-enhanced]:not(dialog form)");
  if (forms.length !== 1 || document.activeElement !== document.body) return;
  if (document.querySelector("main :is(.data-table, .facts, .tiles, .bench)")) return;
  const field = "input:not([type=hidden]):not([type=file]), select, textarea";
  forms[0].querySelector(field)?.focus();
}

/**
 * Says something to screen readers without showing it, such as a new state of the seat.
 * @param {string} message
 */
export function announce(message) {
  const place = document.getElementById("announcer");
  if (place) place.textContent = message;
}

const kept = "huihu.notice";

/**
 * Keeps a message for the page that comes next.
 * @param {string} message
 */
export function notifyAfterwards(message) {
  try {
    sessionStorage.setItem(kept, message);
  } catch {
    // Without storage the message is lost; the next page shows the change itself.
  }
}

/** Shows the message that the page before kept. */
export function showKeptNotice() {
  let message = null;
  try {
    message = sessionStorage.getItem(kept);
    sessionStorage.removeItem(kept);
  } catch {
    return;
  }
  if (message) notify("good", message);
}

/** Dialogs, the menu that folds, and small menus: everything by data attributes. */
export function connectPage() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const opener = target.closest("[data-open]");
    if (opener) openDialog(opener.dataset.open);
    if (target.closest("[data-close]")) target.closest("dialog")?.close();
    if (target instanceof HTMLDialogElement) closeFromOutside(target, event);
    if (target.closest("[data-fold-menu]")) foldMenu();
    if (target.closest("[data-back]")) history.back();
    const chip = target.closest("button[data-show-in]");
    if (chip) showOnly(chip);
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(target)) menu.removeAttribute("open");
    }
    openRow(target, event);
  });
}

/**
 * Opens a dialog and puts the cursor into its first field.
 * @param {string} id
 */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
  dialog.dispatchEvent(new CustomEvent("huihu:open"));
  dialog.showModal();
  const first = dialog.querySelector("textarea, select, input:not([type=hidden]), [autofocus]");
  if (first instanceof HTMLElement) first.focus();
}

/** A click beside the dialog closes it, unless something was typed into it. */
function closeFromOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  const inside =
    event.clientX >= box.left && event.clientX <= box.right &&
    event.clientY >= box.top && event.clientY <= box.bottom;
  const typed = [...dialog.querySelectorAll("textarea, input:not([type=hidden])")];
  if (!inside && !typed.some((field) => field.value !== field.defaultValue)) dialog.close();
}

/** A chip shows only the things in its state; pressed again, all of them. */
function showOnly(chip) {
  const place = document.getElementById(chip.dataset.showIn);
  if (!place) return;
  const pressed = chip.getAttribute("aria-pressed") !== "true";
  for (const other of document.querySelectorAll(`[data-show-in="${chip.dataset.showIn}"]`)) {
    other.setAttribute("aria-pressed", String(other === chip && pressed));
  }
  if (pressed) place.dataset.show = chip.dataset.state;
  else delete place.dataset.show;
}

function foldMenu() {
  const root = document.documentElement;
  const menu = document.getElementById("menu");
  if (!menu) return;
  // On a narrow screen the menu lies over the page, and only until the next one.
  if (matchMedia("(max-width: 820px)").matches) {
    root.toggleAttribute("data-menu-over");
    return;
  }
  const next = menu.getBoundingClientRect().width > 100 ? "folded" : "open";
  root.dataset.menu = next;
  try {
    localStorage.setItem("huihu.menu", next);
  } catch {
    // Without storage the choice holds for this page.
  }
}

/** A row with an address opens it, unless something else in the row was meant. */
function openRow(target, event) {
  const row = target.closest("tr[data-href]");
  if (!row || target.closest("a, button, input, select, label, summary, form")) return;
  if (String(getSelection()) !== "") return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else window.location.assign(row.dataset.href);
}
