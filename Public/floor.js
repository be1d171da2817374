// The floor view: puts each seat that has moved into its place, and follows the seats that it shows.
"use strict";

import { setClock, swap, whenRefused } from "./live.js";

const floor = document.getElementById("floor");
const mark = document.getElementById("live");
const word = mark.querySelector("span:last-child");
const live = word.textContent;
let followed = "";
let source = null;
let isDue = false;

/** A page as it is now; null when it cannot be had. */
async function freshPage(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    return answer.ok ? await answer.text() : null;
  } catch {
    // The stream tells of a lost connection, and asks again when it stands.
    return null;
  }
}

/** Exchanges a part of the page for a new one, from the page's own address or another. */
async function refresh(part, address = location.href) {
  const page = await freshPage(address);
  if (page === null) return;
  swap(part, page);
  follow();
}

/** The seats have come to be others than those that are shown: asked for anew, not too often. */
function refreshSoon() {
  if (isDue) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    void refresh("floor-live");
  }, 3000);
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
  const word = seat.is_held
    ? document.getElementById("seats").dataset.wordHeld : source.querySelector("span").textContent;
  setText(card.querySelector(".seat-word"), word);
  if (card.dataset.state !== seat.state) {
    card.dataset.state = seat.state;
    card.querySelector(".seat-state .icon").replaceWith(source.querySelector(".icon").cloneNode(true));
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

/** Whether the part shows other seats than those that belong there now. */
function isStale(totals) {
  const grid = document.getElementById("seats");
  const wanted = new URLSearchParams(location.search).get("state");
  const count = wanted ? (totals.states[wanted] ?? 0) : totals.seats;
  const strayed = wanted && grid.querySelector(`.seat:not([data-state="${CSS.escape(wanted)}"])`);
  return count !== Number(grid.dataset.count) || Boolean(strayed);
}

/** Follows the seats that are shown, and shows whether the connection stands. */
function follow() {
  const agents = [...document.querySelectorAll(".seat")].map((card) => card.id.slice("seat-".length));
  const wanted = `/floor/events?vendor=${floor.dataset.vendor}&agents=${agents.join(",")}`;
  if (wanted === followed) return;
  followed = wanted;
  source?.close();
  source = new EventSource(wanted);
  let isFirst = true;
  source.addEventListener("seats", (event) => {
    const change = JSON.parse(event.data);
    change.seats.forEach(apply);
    applyTotals(change.totals);
    setClock(change.now, change.speed);
    if (isStale(change.totals)) refreshSoon();
  });
  source.addEventListener("tasks", () => {
    void refresh("floor-side", `/floor/tasks?vendor=${floor.dataset.vendor}`);
  });
  source.addEventListener("open", () => {
    mark.classList.remove("is-lost");
    setText(word, live);
    // What moved while the connection was lost was told to nobody.
    if (!isFirst) void refresh("floor-live");
    isFirst = false;
  });
  source.addEventListener("error", () => {
    mark.classList.add("is-lost");
    setText(word, mark.dataset.lost);
    // Refused, not broken: the session may have ended.
    if (source.readyState !== EventSource.CLOSED) return;
    followed = "";
    void whenRefused(follow);
  });
}

floor.addEventListener("click", (event) => {
  if (event.target.closest("#next-conversation")) nextConversation();
});

if (floor.dataset.vendor) follow();
