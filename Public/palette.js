"use strict";

/*
 * Ctrl+K: pages come from the menu, acts from the page at hand and from what one may begin, things
 * from the server. What is typed may be a customer's number: it goes out in a body and is kept nowhere.
 */

import { post } from "./forms.js";
import { isUsable, nameOf } from "./keyboard.js";
import { make, openDialog } from "./page.js";

const dialog = document.getElementById("palette");
const field = document.getElementById("palette-query");
const list = document.getElementById("palette-list");
let choices = [];
let chosen = 0;
let asked = 0;
let waiting = 0;

/** Listens for Ctrl+K and for what is typed into the window. */
export function connectPalette() {
  if (!dialog || !field || !list) return;
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog[open]")) openDialog("palette");
  });
  dialog.addEventListener("huihu:open", () => {
    field.value = "";
    search();
  });
  dialog.addEventListener("close", forget);
  dialog.addEventListener("keydown", move);
  field.addEventListener("input", search);
  list.addEventListener("click", (event) => {
    const index = choices.findIndex((choice) => choice.element.contains(event.target));
    if (index >= 0) open(event, index);
  });
}

/** Nothing of what was typed or found stays on the page. */
function forget() {
  clearTimeout(waiting);
  asked += 1;
  field.value = "";
  list.replaceChildren();
  choices = [];
}

function search() {
  const words = field.value.trim().toLowerCase();
  show(local(words), words !== "");
  clearTimeout(waiting);
  asked += 1;
  if (words !== "") waiting = setTimeout(() => void ask(field.value.trim(), asked), 150);
}

/** The acts and pages that the words mean; without words the acts of the page and all pages. */
function local(words) {
  const found = [];
  const matches = (text) => words.split(/\s+/).every((word) => text.toLowerCase().includes(word));
  for (const element of document.querySelectorAll("main [data-key]")) {
    const name = isUsable(element) ? nameOf(element) : "";
    if (name && matches(name)) found.push({ kind: dialog.dataset.textAct, title: name, use: element });
  }
  for (const act of dialog.querySelectorAll("[data-palette-acts] a")) {
    if (matches(act.dataset.words)) {
      found.push({ kind: dialog.dataset.textAct, title: act.textContent, words: act.dataset.words, href: act.getAttribute("href") });
    }
  }
  for (const link of document.querySelectorAll("nav a.menu-link")) {
    if (matches(link.dataset.words)) {
      found.push({ kind: dialog.dataset.textPage, title: link.title, words: link.dataset.words, href: link.getAttribute("href") });
    }
  }
  return rank(found, words);
}

/** What begins with the words stands before what only holds them. */
function rank(found, words) {
  const names = (choice) => [choice.title.toLowerCase(), choice.words ?? ""];
  const first = (choice) => (names(choice).some((name) => name.startsWith(words)) ? 0 : 1);
  return words === "" ? found : found.sort((left, right) => first(left) - first(right));
}

async function ask(words, number) {
  try {
    const answer = await post("/search", { q: words });
    if (number !== asked) return;
    if (answer.status !== 200) return say(answer.body?.message ?? dialog.dataset.textLost);
    show([...answer.body.found, ...local(words.toLowerCase())], false);
  } catch {
    if (number === asked) say(dialog.dataset.textLost);
  }
}

/** Draws the choices; nothing found is said only when the server has answered. */
function show(found, isAsking) {
  choices = found.slice(0, 40).map((choice, index) => ({ ...choice, element: row(choice, index) }));
  list.replaceChildren(...choices.map((choice) => choice.element));
  choose(0);
  say(choices.length === 0 && !isAsking ? dialog.dataset.textNothing : "");
}

function row(choice, index) {
  const element = make(choice.href ? "a" : "button", "palette-row",
    make("span", "palette-kind", choice.kind), make("span", "palette-title", choice.title));
  if (choice.href) element.href = choice.href;
  else element.type = "button";
  element.id = `palette-row-${index}`;
  element.tabIndex = -1;
  element.setAttribute("role", "option");
  return element;
}

function say(message) {
  dialog.querySelector(".palette-none").textContent = message;
}

function choose(index) {
  chosen = choices.length === 0 ? 0 : (index + choices.length) % choices.length;
  choices.forEach((choice, at) => choice.element.setAttribute("aria-selected", String(at === chosen)));
  const element = choices[chosen]?.element;
  if (element) field.setAttribute("aria-activedescendant", element.id);
  else field.removeAttribute("aria-activedescendant");
  element?.scrollIntoView({ block: "nearest" });
}

function move(event) {
  // The page's own keys rest while the window is open.
  event.stopPropagation();
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    dialog.close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter" && event.target === field) {
    event.preventDefault();
    if (choices[chosen]) choices[chosen].element.click();
  }
}

/** Goes where the choice leads. A link is followed as one, so that a page that must not be left asks. */
function open(event, index) {
  const { use, href } = choices[index];
  if (use) {
    event.preventDefault();
    dialog.close();
    if (use.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) use.focus();
    else use.click();
  } else if (href) {
    // The row goes with the window; what was clicked is followed all the same.
    event.preventDefault();
    const link = make("a", "", "");
    link.href = href;
    dialog.close();
    document.body.append(link);
    link.click();
    link.remove();
  }
}
