"use strict";

/*
 * Forms that are submitted without leaving the page: `form[data-enhanced]`. Problems show at
 * their fields, nothing that was typed is lost, and the answer's `location` is followed.
 *
 * Events on the form: `huihu:done` with the answer, before the page goes on (prevent its default
 * to stay); `huihu:refused` with the refusal.
 */

import { make, meta, noticeElement, notifyAfterwards, requestHeaders, text } from "./page.js";

/** Takes over the submission of every enhanced form, also of those that appear later. */
export function connectForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.enhanced === undefined) return;
    event.preventDefault();
    void submit(form, event.submitter);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLElement && field.form && field.name) clearProblem(field.form, field.name);
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") {
      showChosenFiles(event.target);
      if (event.target.dataset.digestFor) void digest(event.target);
    }
    if (event.target instanceof HTMLElement && event.target.dataset.autosubmit !== undefined) {
      event.target.form?.requestSubmit();
    }
  });
  connectDropZones();
}

/**
 * Submits a form. Used by scripts too, with the form's own fields.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter the button that was pressed
 */
export async function submit(form, submitter = null) {
  if (form.getAttribute("aria-busy") === "true") return;
  clearProblems(form);
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    data.append(submitter.name, submitter.value);
  }
  const release = setBusy(form, submitter);
  let answer;
  try {
    answer = await send(form, data);
  } catch {
    release();
    showNotice(form, text("offline"));
    return;
  }
  if (answer.status >= 200 && answer.status < 300) succeed(form, answer, release);
  else {
    release();
    refuse(form, answer);
  }
}

/**
 * @typedef {object} ServerAnswer
 * @property {number} status
 * @property {any} body the JSON, or null when there was none
 * @property {string | null} location
 */

/**
 * Sends the form: files with their progress, everything else as an ordinary form.
 * @param {HTMLFormElement} form
 * @param {FormData} data
 * @returns {Promise<ServerAnswer>}
 */
function send(form, data) {
  const files = [...data.values()].some((value) => value instanceof File);
  if (files) return upload(form, data);
  return fetch(address(form), {
    method: "POST",
    headers: requestHeaders(),
    body: new URLSearchParams(/** @type {any} */ (data)),
    redirect: "follow",
  }).then(async (response) => ({
    status: response.status,
    body: parsed(await response.text()),
    location: response.headers.get("Location"),
  }));
}

/** Where a form goes; a field named `action` would hide the property of that name. */
function address(form) {
  return new URL(form.getAttribute("action") ?? "", window.location.href);
}

/**
 * Sends a form with files and shows how far it has come.
 * @param {HTMLFormElement} form
 * @param {FormData} data
 * @returns {Promise<ServerAnswer>}
 */
function upload(form, data) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(form));
    for (const [name, value] of Object.entries(requestHeaders())) {
      request.setRequestHeader(name, value);
    }
    const line = form.querySelector("[data-upload-progress]");
    if (line) line.hidden = false;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) showProgress(line, event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (line) line.hidden = true;
      resolve({
        status: request.status,
        body: parsed(request.responseText),
        location: request.getResponseHeader("Location"),
      });
    });
    request.addEventListener("error", () => {
      if (line) line.hidden = true;
      reject(new Error("The connection failed."));
    });
    request.send(data);
  });
}

function showProgress(line, part) {
  if (!line) return;
  const percent = Math.floor(part * 100);
  const bar = line.querySelector("progress");
  const words = line.querySelector(".progress-text");
  if (bar) bar.value = percent;
  if (words) words.textContent = percent < 100 ? text("uploading", { percent }) : text("processing");
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function succeed(form, answer, release) {
  const done = new CustomEvent("huihu:done", {
    bubbles: true, cancelable: true, detail: answer.body,
  });
  if (!form.dispatchEvent(done)) {
    release();
    return;
  }
  if (form.dataset.success) notifyAfterwards(form.dataset.success);
  // A form that stands on every page leaves its reader where they are.
  const stays = form.dataset.stay !== undefined;
  const location = stays ? null : answer.body?.location ?? answer.location;
  const next = location ? new URL(location, window.location.href) : null;
  if (!next || (next.pathname + next.search === window.location.pathname + window.location.search)) {
    window.location.reload();
  } else if (next.origin === window.location.origin) {
    window.location.assign(next);
  } else {
    release();
    showNotice(form, text("unexpected"));
  }
}

function refuse(form, answer) {
  const refusal = answer.body ?? {};
  form.dispatchEvent(new CustomEvent("huihu:refused", { bubbles: true, detail: refusal }));
  const problems = Array.isArray(refusal.problems) ? refusal.problems : [];
  const homeless = problems.filter((problem) => !showProblem(form, problem));
  if (problems.length === 0) {
    const link = answer.status === 401 ? [signInLink()] : [];
    showNotice(form, refusal.message ?? text("unexpected"), ...link);
  } else if (homeless.length > 0) {
    showNotice(form, homeless.map((problem) => problem.message).join(" "));
  }
  const wrong = form.querySelector("[aria-invalid=true]");
  if (wrong instanceof HTMLElement) wrong.focus();
}

function signInLink() {
  const link = make("a", "", text("signIn"));
  link.href = "/session/new?return=/";
  link.target = "_blank";
  return link;
}

/** Whether the problem found its field. */
function showProblem(form, problem) {
  const slot = form.querySelector(`[data-problem-for="${CSS.escape(problem.field)}"]`);
  if (!slot) return false;
  slot.textContent = problem.message;
  slot.hidden = false;
  for (const field of fields(form, problem.field)) field.setAttribute("aria-invalid", "true");
  return true;
}

function fields(form, name) {
  return form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
}

function clearProblem(form, name) {
  const slot = form.querySelector(`[data-problem-for="${CSS.escape(name)}"]`);
  if (!slot || slot.hidden) return;
  slot.hidden = true;
  for (const field of fields(form, name)) field.removeAttribute("aria-invalid");
}

function clearProblems(form) {
  for (const slot of form.querySelectorAll("[data-problem-for]")) slot.hidden = true;
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  form.querySelector("[data-form-notice]")?.replaceChildren();
}

/** Shows a refusal above the form, or in the corner when the form is but a button. */
function showNotice(form, message, ...more) {
  const place = form.querySelector("[data-form-notice]") ?? document.getElementById("notices");
  const notice = noticeElement("bad", message, ...more);
  place?.append(notice);
  notice.scrollIntoView({ block: "nearest" });
  if (place?.id === "notices") setTimeout(() => notice.remove(), 15000);
}

/** Stops a second submission while the first is under way. */
function setBusy(form, submitter) {
  form.setAttribute("aria-busy", "true");
  const buttons = [...form.querySelectorAll("button[type=submit]")].filter((b) => !b.disabled);
  for (const button of buttons) button.disabled = true;
  submitter?.classList.add("is-busy");
  return () => {
    form.removeAttribute("aria-busy");
    for (const button of buttons) button.disabled = false;
    submitter?.classList.remove("is-busy");
  };
}

function showChosenFiles(input) {
  const words = input.closest("[data-drop-zone]")?.querySelector("[data-drop-text]");
  const files = [...(input.files ?? [])];
  if (!words || files.length === 0) return;
  const names = files.map((file) => `${file.name} (${size(file.size)})`).join(", ");
  words.textContent = files.length > 1 ? text("chosen", { count: files.length }) + names : names;
}

/** Looks for a file by its SHA-256, in the page's filter; the file stays here. */
async function digest(input) {
  const field = document.querySelector(`input[name="${CSS.escape(input.dataset.digestFor)}"]`);
  const [file] = input.files ?? [];
  if (!field?.form || !file) return;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  field.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  field.form.requestSubmit();
}

function size(bytes) {
  if (bytes < 1 << 20) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

function connectDropZones() {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target instanceof Element && event.target.closest("[data-drop-zone]");
      if (!zone) return;
      zone.classList.toggle("is-over", kind === "dragover");
      if (kind === "dragleave") return;
      event.preventDefault();
      const input = zone.querySelector("input[type=file]");
      if (kind !== "drop" || !input || !event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

function postTo(path, values, how = {}) {
  const body = new URLSearchParams({ csrf: meta("csrf-token"), ...values });
  return fetch(path, { method: "POST", headers: requestHeaders(), body, ...how });
}

/**
 * Tells the server something while the page is left; nobody waits for the answer.
 * @param {string} path
 * @param {Record<string, string>} values
 */
export function tell(path, values = {}) {
  void postTo(path, values, { keepalive: true }).catch(() => {});
}

/**
 * Posts fields to the server outside of any form, as the workbench does for single keys.
 * @param {string} path
 * @param {Record<string, string>} values
 * @returns {Promise<ServerAnswer>}
 */
export async function post(path, values = {}) {
  const response = await postTo(path, values);
  return {
    status: response.status,
    body: parsed(await response.text()),
    location: response.headers.get("Location"),
  };
}
