// The floor view: puts each seat that has moved into its place, and shows one state when asked.
"use strict";

import { setClock, swap, whenRefused } from "./live.js";

const floor = document.getElementById("floor");
const mark = document.getElementById("live");
let shown = "";

/** The page as it is now; null when it cannot be had. */
async function freshPage() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    return answer.ok ? await answer.text() : null;
  } catch {
    // The stream tells of a lost connection, and asks again when it stands.
    return null;
  }
}

/** Exchanges a part of the page for a new one. */
async function refresh(part) {
  const page = await freshPage();
  if (page === null) return;
  swap(part, page);
  filter(shown);
}

/** The chip of a state; it has the state's word and picture. */
function chip(state) {
  return document.querySelector(`.state-chip[data-state="${CSS.escape(state)}"]`);
}

function setText(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Brings one seat up to date; false when the page does not have it. */
function apply(seat) {
  const card = document.getElementById(`seat-${seat.agent}`);
  const source = chip(seat.state);
  if (!card || !source) return false;
  const word = source.querySelector("span").textContent;
  if (card.dataset.state !== seat.state) {
    card.dataset.state = seat.state;
    card.querySelector(".seat-state .icon").replaceWith(source.querySelector(".icon").cloneNode(true));
    setText(card.querySelector(".seat-word"), word);
  }
  card.title = `${seat.name} ${seat.staff_number} · ${word}`;
  card.querySelector(".timer").dataset.since = String(seat.since);
  listenTo(card, seat.listen);
  const values = [seat.dialled, seat.interested, seat.occupancy_percent ?? "–"];
  const bars = card.querySelectorAll(".seat-figures progress");
  const numbers = card.querySelectorAll(".seat-figures strong");
  values.forEach((value, index) => {
    if (bars[index]) bars[index].value = Number(value) || 0;
    const number = numbers[index]?.firstChild;
    if (number && number.nodeValue !== String(value)) number.nodeValue = String(value);
  });
  return true;
}

/** Shows the way to the seat's conversation, or takes it away. */
function listenTo(card, call) {
  const link = card.querySelector(".seat-listen");
  if (!link) return;
  link.hidden = !call;
  if (call) link.href = `/calls/${call}/monitor`;
  else link.removeAttribute("href");
}

/** Puts the focus on the next conversation that one may listen to; after the last comes the first. */
function nextConversation() {
  const links = [...document.querySelectorAll(".seat-listen[href]:not([hidden])")];
  links[(links.indexOf(document.activeElement) + 1) % links.length]?.focus();
}

/** The sums above the seats and on the chips. */
function applyTotals(totals) {
  const values = [totals.working, totals.dialled, totals.interested, totals.occupancy_percent ?? "–"];
  const tiles = document.querySelectorAll("#floor-tiles .tile-value");
  values.forEach((value, index) => {
    const text = tiles[index]?.firstChild;
    const shownValue = typeof value === "number" ? value.toLocaleString("en-US") : value;
    if (text) text.nodeValue = shownValue;
  });
  for (const each of document.querySelectorAll(".state-chip")) {
    setText(each.querySelector("strong"), String(totals.states[each.dataset.state] ?? 0));
  }
}

/** Shows only the seats in `state`; all of them for none. */
function filter(state) {
  shown = state;
  const grid = document.getElementById("seats");
  if (state) grid.dataset.show = state;
  else delete grid.dataset.show;
  for (const each of document.querySelectorAll(".state-chip")) {
    each.setAttribute("aria-pressed", String(each.dataset.state === state));
  }
}

/** Follows the vendor's seats and shows whether the connection stands. */
function follow(vendor, live) {
  const word = mark.querySelector("span:last-child");
  const source = new EventSource(`/floor/events?vendor=${vendor}`);
  source.addEventListener("seats", (event) => {
    const change = JSON.parse(event.data);
    const known = change.seats.map(apply);
    applyTotals(change.totals);
    setClock(change.now, change.speed);
    // A seat that was opened for the first time has no place yet.
    if (known.includes(false)) void refresh("floor-live");
  });
  source.addEventListener("tasks", () => void refresh("floor-side"));
  source.addEventListener("open", () => {
    mark.classList.remove("is-lost");
    setText(word, live);
    void refresh("floor-live");
  });
  source.addEventListener("error", () => {
    mark.classList.add("is-lost");
    setText(word, mark.dataset.lost);
    // Refused, not broken: the session may have ended.
    if (source.readyState === EventSource.CLOSED) void whenRefused(() => follow(vendor, live));
  });
}

floor.addEventListener("click", (event) => {
  if (event.target.closest("#next-conversation")) nextConversation();
  const pressed = event.target.closest(".state-chip");
  if (pressed) filter(pressed.dataset.state === shown ? "" : pressed.dataset.state);
});

if (floor.dataset.vendor) {
  follow(floor.dataset.vendor, mark.querySelector("span:last-child").textContent);
}
