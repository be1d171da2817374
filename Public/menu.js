"use strict";

/*
 * The menu: groups that fold and stay so, and how much waits on each page, as the server tells it.
 */

import { whenRefused } from "./live.js";

const kept = "huihu.menu-groups";
let source = null;

/** Connects the groups and, while the page is looked at, the counts. */
export function connectMenu() {
  showFolded();
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-fold-group]") : null;
    if (button) toggle(button.dataset.foldGroup);
  });
  // The workbench hears of its own seat; the others' pages share one stream each while looked at, for
  // a browser has few connections.
  if (!document.querySelector("[data-count-of]") || document.querySelector("main .bench")) return;
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", follow);
  follow();
}

function folded() {
  return new Set((document.documentElement.dataset.foldedGroups ?? "").split(" ").filter(Boolean));
}

function toggle(name) {
  const groups = folded();
  if (!groups.delete(name)) groups.add(name);
  document.documentElement.dataset.foldedGroups = [...groups].join(" ");
  try {
    localStorage.setItem(kept, [...groups].join(" "));
  } catch {
    // Without storage the choice holds for this page.
  }
  showFolded();
}

function showFolded() {
  const groups = folded();
  for (const button of document.querySelectorAll("[data-fold-group]")) {
    button.setAttribute("aria-expanded", String(!groups.has(button.dataset.foldGroup)));
  }
}

function follow() {
  if (document.hidden) return stop();
  if (source) return;
  source = new EventSource("/start/events");
  source.addEventListener("counts", (event) => showCounts(JSON.parse(event.data).counts));
  source.addEventListener("signed_out", () => void whenRefused(follow));
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    void whenRefused(follow);
  });
}

function stop() {
  source?.close();
  source = null;
}

function showCounts(counts) {
  for (const place of document.querySelectorAll("[data-count-of]")) {
    showCount(place.dataset.countOf, counts[place.dataset.countOf] ?? 0);
  }
}

/**
 * Shows how much waits on a page of the menu.
 * @param {string} path
 * @param {number} count
 */
export function showCount(path, count) {
  for (const place of document.querySelectorAll(`[data-count-of="${CSS.escape(path)}"]`)) {
    const words = count > 0 ? String(count) : "";
    if (place.textContent !== words) place.textContent = words;
    place.hidden = count === 0;
  }
}
