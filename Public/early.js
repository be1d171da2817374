"use strict";

/*
 * Runs before anything is painted: the menu and its groups stay folded if the reader folded them.
 * Without storage, as in a private window, they simply start unfolded.
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
}
