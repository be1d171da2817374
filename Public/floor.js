// The floor view: asks for a new picture when a seat has moved, at most once a second.
"use strict";

import { swap } from "/assets/live.js";

const floor = document.getElementById("floor");
const mark = document.getElementById("live");
const pause = 1000;
let isDue = false;
let isAsking = false;

/** Fetches the page and exchanges its live part; changes that come meanwhile are one more round. */
async function refresh() {
  if (isAsking) {
    isDue = true;
    return;
  }
  isAsking = true;
  isDue = false;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) swap("floor-live", await answer.text());
  } catch {
    // The stream tells of a lost connection; the next event asks again.
  }
  setTimeout(() => {
    isAsking = false;
    if (isDue) refresh();
  }, pause);
}

/** Follows the vendor's seats and shows whether the connection stands. */
function follow(vendor) {
  const word = mark.querySelector("span:last-child");
  const live = word.textContent;
  const source = new EventSource(`/floor/events?vendor=${vendor}`);
  source.addEventListener("changed", refresh);
  source.addEventListener("open", () => {
    mark.classList.remove("is-lost");
    word.textContent = live;
    refresh();
  });
  source.addEventListener("error", () => {
    mark.classList.add("is-lost");
    word.textContent = mark.dataset.lost;
  });
}

if (floor.dataset.vendor) follow(floor.dataset.vendor);
