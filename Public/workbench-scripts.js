"use strict";

/*
 * The scripts of the tasks that this tab has met. A version never changes once it is approved, so
 * each is asked for once.
 */

import { requestHeaders } from "./page.js";

const most = 20;
const known = new Map();

/**
 * Gives the seat's task its script: at once when it is known, else as soon as it is there.
 * @param {any} seat
 * @param {() => void} arrived called when the script came later
 */
export function withScript(seat, arrived) {
  const task = seat.task;
  if (!task?.script_version) return;
  const address = `/seat/scripts/${task.script_version}?task=${task.id}`;
  task.script = known.get(address);
  if (task.script) return;
  void load(address).then((script) => {
    if (!script) return;
    task.script = script;
    arrived();
  });
}

/** The script at this address; null when it cannot be had now: the next redraw asks again. */
async function load(address) {
  try {
    const response = await fetch(address, { headers: requestHeaders() });
    if (!response.ok) return null;
    if (known.size >= most) known.clear();
    known.set(address, await response.json());
    return known.get(address);
  } catch {
    return null;
  }
}
