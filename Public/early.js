"use strict";

/*
 * Runs before anything is painted: the menu and its groups stay folded if the reader folded them,
 * and the page is light or dark as the reader chose, else as the system is. Without storage, as in a
 * private window, the menu starts unfolded and the system decides.
 */
{
  const kept = (name) => {
    try {
      return localStorage.getItem(name) ?? "";
    } catch {
      return "";
    }
  };
  const { dataset } = document.documentElement;
  const menu = kept("huihu.menu");
  if (menu) dataset.menu = menu;
  dataset.foldedGroups = kept("huihu.menu-groups");
  const chosen = kept("huihu.theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  dataset.themeChoice = ["light", "dark"].includes(chosen) ? chosen : "system";
  dataset.theme = dataset.themeChoice === "system" ? system : chosen;
}
