"use strict";

/*
 * Runs before anything is painted: the menu stays folded if the reader folded it. Without
 * storage, as in a private window, the menu simply starts unfolded.
 */
{
  let folded = "";
  try {
    folded = localStorage.getItem("huihu.menu") ?? "";
  } catch {
    folded = "";
  }
  if (folded) document.documentElement.dataset.menu = folded;
}
