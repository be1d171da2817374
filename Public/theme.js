"use strict";

/*
 * Light or dark: as the reader chose in this browser, else as the system is. early.js has set it
 * before the page was painted; here it changes. Says `huihu:theme` when it does.
 */

const kept = "huihu.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const { dataset } = document.documentElement;

/** Connects the choice in the reader's menu, other tabs and the system. */
export function connectTheme() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-choose-theme]") : null;
    if (button) choose(button.dataset.chooseTheme);
  });
  window.addEventListener("storage", (event) => {
    if (event.key === kept) show(event.newValue ?? "system");
  });
  system.addEventListener("change", () => show(dataset.themeChoice));
  mark();
}

function choose(choice) {
  try {
    localStorage.setItem(kept, choice);
  } catch {
    // Without storage the choice holds for this page.
  }
  show(choice);
}

function show(choice) {
  dataset.themeChoice = choice;
  dataset.theme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
  mark();
  document.dispatchEvent(new Event("huihu:theme"));
}

function mark() {
  for (const button of document.querySelectorAll("[data-choose-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === dataset.themeChoice));
  }
}
