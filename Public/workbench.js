"use strict";

/*
 * The agent's seat: opens it in this tab, follows its events, and turns keys and buttons into
 * acts. What the seat is doing is always what the server says; this script only draws it.
 */

import { post, tell } from "./forms.js";
import { now, setClock } from "./live.js";
import { connectHeadset, phoneActs } from "./headset.js";
import { endMonitors, refreshMonitors } from "./monitors.js";
import { noticeElement, notify, requestHeaders } from "./page.js";
import {
  chosenFields, connectResult, keepDraft, prepareResult, restoreDraft, toNextNeeded,
} from "./workbench-result.js";
import {
  doubtSoftphone, refreshSoftphone, startSoftphone, stopSoftphone, takeSoftphone,
} from "./softphone.js";
import { withScript } from "./workbench-scripts.js";
import { drawCallbacks, drawLine, drawSeat, word } from "./workbench-view.js";

const heartbeatEvery = 20000;
const reconnectAfter = 3000;
const leftKey = "huihu.left-call";

let seat = null;
let holder = "";
let isStopped = false;
let isBusy = false;
/** How often the seat is asked for again after this tab was loaded anew in the midst of a call. */
let asksLeft = 0;
let events = null;
/** Count what was asked for, so that an answer that was overtaken is left aside. */
let changes = 0;
let reads = 0;

// Acts -------------------------------------------------------------------

const acts = {
  next: () => change("/seat/hand-out"),
  dial: () => change("/seat/call"),
  return: () => change("/seat/return"),
  end: () => change("/seat/call/end"),
  lock: () => change("/seat/state", { move: "lock" }),
  back: () => change("/seat/state", { move: "back" }),
  mode: () => change("/seat/mode", { mode: seat?.mode === "preview" ? "progressive" : "preview" }),
  reopen: () => open(),
  takeover: () => open(true),
  keypad: () => document.getElementById("bench-keypad")?.showModal(),
  ...phoneActs,
};

/**
 * Does something at the seat and draws what became of it. One act at a time: a key that is
 * pressed twice acts once.
 * @param {string} path
 * @param {Record<string, string>} values
 * @returns {Promise<boolean>} whether it was done
 */
async function change(path, values = {}) {
  if (isBusy || isStopped) return false;
  isBusy = true;
  changes += 1;
  clearRefusal();
  try {
    const answer = await post(path, { holder, ...values });
    if (answer.status >= 200 && answer.status < 300) {
      changes += 1;
      if (answer.body?.state) show(answer.body);
      return true;
    }
    refuse(answer);
  } catch {
    drawLine(false);
    showRefusal(word("offline"));
  } finally {
    isBusy = false;
  }
  return false;
}

async function save() {
  const fields = chosenFields();
  if (!fields) {
    showRefusal(word("choose"));
    return;
  }
  if (!(await change("/seat/outcome", fields))) {
    toNextNeeded();
    return;
  }
  if (seat?.mode === "progressive" && seat.state === "ready") await acts.next();
}

function refuse(answer) {
  const refusal = answer.body ?? {};
  if (answer.status === 401) {
    signIn();
  } else if (refusal.code === "form.forged") {
    // Signed in anew in another tab: this page's proof is of the former session.
    keepDraft(seat);
    window.location.reload();
  } else if (refusal.code === "seat.in_call") {
    stop("in_call");
    if (asksLeft > 0) setTimeout(() => void askAgain(), 1000);
  } else if (refusal.code === "seat.taken_over" || refusal.code === "seat.not_open") {
    stop();
  } else {
    const problems = (refusal.problems ?? []).map((problem) => problem.message);
    showRefusal(problems.length > 0 ? problems.join(" ") : refusal.message ?? word("unexpected"));
    if (refusal.code === "seat.wrong_state") void refresh();
  }
}

/** The session has ended, and the call with it: nothing of the customer stays on this screen. */
function signIn() {
  keepDraft(seat);
  mayLeave = true;
  endMonitors();
  stop();
  window.location.assign(`/session/new?return=${encodeURIComponent("/workbench")}`);
}

/** This tab's own call, that ended as it was loaded anew, may be on its way out. */
async function askAgain() {
  asksLeft -= 1;
  if (isStopped) await open();
}

function showRefusal(message) {
  for (const slot of document.querySelectorAll("[data-refusal]")) {
    slot.replaceChildren(noticeElement("warning", message));
  }
}

function clearRefusal() {
  for (const slot of document.querySelectorAll("[data-refusal]")) slot.replaceChildren();
}

// The seat ---------------------------------------------------------------

/**
 * Opens the seat in this tab; another tab that has it stops. A call that goes on there ends by it, so
 * that it happens only when the agent says so.
 * @param {boolean} takesOver
 */
async function open(takesOver = false) {
  isStopped = false;
  isBusy = false;
  holder = "";
  if (!(await change("/seat", takesOver ? { take_over: "1" } : {}))) {
    if (!isStopped && !seat) setTimeout(() => void open(), reconnectAfter);
    return;
  }
  follow();
  void startSoftphone(holder).catch(() => {});
  await takeFromAddress();
}

/** A callback or a call that another page sent here: `?callback=7`, `?redial=12`. */
async function takeFromAddress() {
  const wanted = new URLSearchParams(window.location.search);
  window.history.replaceState(null, "", window.location.pathname);
  if (wanted.has("callback")) await takeCallback(wanted.get("callback"));
  else if (wanted.has("redial")) await change(`/calls/${Number(wanted.get("redial"))}/redial`);
}

async function refresh() {
  const [read, before] = [++reads, changes];
  const response = await fetch("/seat", { headers: requestHeaders() });
  if (response.status === 401) return signIn();
  if (!response.ok) return undefined;
  const fresh = await response.json();
  // The seat may have moved on under a change made meanwhile; a later read knows better anyway.
  if (read !== reads) return undefined;
  if (before !== changes) return refresh();
  if (holder !== "" && fresh.holder !== holder) stop();
  else show(fresh);
  return undefined;
}

/**
 * Draws the seat, unless something newer is drawn: the answer to an act and what was read of the
 * seat meanwhile overtake each other.
 */
function show(fresh) {
  if (isStopped || fresh.revision < seat?.revision) return;
  const before = seat;
  seat = fresh;
  holder = fresh.holder;
  setClock(fresh.now);
  if (fresh.unstored) showRefusal(fresh.unstored);
  else if (before?.unstored) clearRefusal();
  if (before?.state === "talking" && fresh.state !== "talking") endMonitors();
  withScript(fresh, () => {
    if (seat === fresh) drawSeat(fresh);
  });
  drawSeat(fresh);
  if (before?.call && fresh.failed_call === before.call.id) notify("warning", word("line-failed"));
  prepareResult(fresh, before);
  if (before?.callbacks_due !== fresh.callbacks_due || before?.state !== fresh.state) {
    void loadCallbacks();
  }
}

/** Another tab or machine has the seat: nothing of the customer stays on this screen. */
function stop(state = "taken_over") {
  isStopped = true;
  seat = null;
  stopSoftphone();
  events?.close();
  events = null;
  callbacks = [];
  clearRefusal();
  drawCallbacks([], false, takeCallback);
  drawSeat({ state });
}

/** Follows the seat's events; the browser connects again by itself, this notices the rest. */
function follow() {
  events?.close();
  const stream = new EventSource("/seat/events");
  events = stream;
  stream.addEventListener("open", () => {
    drawLine(true);
    void refresh().catch(() => drawLine(false));
    void refreshSoftphone().catch(() => {});
    // A server that was started anew knows of nobody who listens: then nobody does.
    void refreshMonitors().catch(() => {});
  });
  stream.addEventListener("seat", () => void refresh().catch(() => drawLine(false)));
  stream.addEventListener("softphone", (event) => {
    void takeSoftphone(JSON.parse(event.data)).catch(() => {});
  });
  stream.addEventListener("monitor", () => void refreshMonitors().catch(() => {}));
  stream.addEventListener("signed_out", signIn);
  stream.addEventListener("taken_over", (event) => {
    if (event.data !== JSON.stringify(holder)) stop();
  });
  stream.addEventListener("error", () => {
    if (isStopped || events !== stream) return;
    drawLine(false);
    doubtSoftphone();
    if (stream.readyState !== EventSource.CLOSED) return;
    // Refused, not broken: the session may have ended.
    setTimeout(() => {
      if (!isStopped && events === stream) void refresh().then(follow).catch(follow);
    }, reconnectAfter);
  });
}

async function beat() {
  if (isStopped || holder === "") return;
  remind();
  try {
    const answer = await post("/seat/heartbeat", { holder });
    if (answer.status === 401 || answer.status === 409) refuse(answer);
    else drawLine(true);
  } catch {
    drawLine(false);
  }
}

// Callbacks --------------------------------------------------------------

let callbacks = [];
const reminded = new Set();

async function loadCallbacks() {
  try {
    const response = await fetch("/callbacks?due=1", { headers: requestHeaders() });
    if (!response.ok || isStopped) return;
    const known = await response.json();
    callbacks = known.callbacks;
    drawCallbacks(callbacks, seat?.state === "ready", takeCallback);
    tellCleared(known.cleared);
    remind();
  } catch {
    drawLine(false);
  }
}

const told = new Set();

/** Tells once of each callback that was taken back, and why. */
function tellCleared(cleared) {
  for (const callback of cleared) {
    const key = `${callback.time} ${callback.customer} ${callback.reason}`;
    if (told.has(key)) continue;
    told.add(key);
    notify("warning", `${word("cleared")} ${callback.time} ${callback.customer}: ${callback.reason}`);
  }
}

/** Tells once of each callback whose time has come; asks nothing of the server. */
function remind() {
  const due = callbacks.filter((callback) => callback.due_at <= now() && !reminded.has(callback.id));
  for (const callback of due) {
    reminded.add(callback.id);
    notify("info", word("reminder", { time: callback.time, customer: callback.customer }));
  }
}

async function takeCallback(id) {
  document.getElementById("bench-callbacks")?.close();
  await change(`/callbacks/${Number(id)}/hand-out`);
}

// Leaving ----------------------------------------------------------------

/** Where a link leads that was chosen during a call; null without one. */
let wayOut = null;
/** The agent has said that the call may end. */
let mayLeave = false;

function isInCall() {
  return ["dialling", "ringing", "talking"].includes(seat?.state);
}

/** F5, Back, closing the tab: the browser asks, in its own words. */
window.addEventListener("beforeunload", (event) => {
  if (isInCall() && !mayLeave) event.preventDefault();
});

/** Whatever way the page is left, the call ends by it, as the page itself has said. */
window.addEventListener("pagehide", () => {
  if (!isInCall() || holder === "") return;
  tell("/seat/call/end", { holder, leaving: "1" });
  sessionStorage.setItem(leftKey, String(Date.now()));
});

/** Whether this tab itself left a call a moment ago. */
function hasJustLeft() {
  const left = Number(sessionStorage.getItem(leftKey));
  sessionStorage.removeItem(leftKey);
  return Date.now() - left < 15000;
}

/** A menu's or another link of the page: asked for here, in words that say what it ends. */
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-leave]") && wayOut) {
    mayLeave = true;
    window.location.assign(wayOut);
    return;
  }
  const link = target?.closest("a[href]");
  if (!link || !isInCall() || mayLeave || link.target === "_blank") return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || link.getAttribute("href")[0] === "#") return;
  event.preventDefault();
  wayOut = link.href;
  document.getElementById("bench-leave")?.showModal();
}, { capture: true });

// Keys and buttons -------------------------------------------------------

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const act = target?.closest("[data-act]");
  if (act && act.dataset.act !== "save") void acts[act.dataset.act]?.();
  const reason = target?.closest("[data-break]");
  if (reason) {
    document.getElementById("bench-break")?.close();
    void change("/seat/state", { move: "break", reason: reason.dataset.break });
  }
});

/** Enter and the space bar go on: next customer, dial. Other keys stand on their buttons. */
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat || event.defaultPrevented) return;
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key !== "Enter" && event.key !== " ") return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, button, a, summary")) return;
  const act = { ready: "next", previewing: "dial", on_break: "back", locked: "back" }[seat?.state];
  if (!act || (act !== "next" && event.key === " ")) return;
  event.preventDefault();
  void acts[act]();
});

document.getElementById("bench-callbacks")?.addEventListener("huihu:open", () => void loadCallbacks());
window.addEventListener("pageshow", (event) => {
  if (event.persisted) void open();
});

document.addEventListener("huihu:notice", () => {
  if (seat?.state === "talking" && !seat.call?.noticed) void change("/seat/call/notice");
});
connectResult(() => void save());
connectHeadset();
restoreDraft();
setInterval(() => void beat(), heartbeatEvery);
if (hasJustLeft()) asksLeft = 5;
void open();
