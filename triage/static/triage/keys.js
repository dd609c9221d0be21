// Keys for the queue, and what the page needs when htmx changes a part of it.

import { countPicked, listen, offerSwitch } from "./keyboard.js";

const rows = () => [...document.querySelectorAll(".issues .open")];
const here = () => document.querySelector(".issues .open[aria-current]");
const picked = () => document.querySelectorAll(".issues .pick:checked").length;

/** Choose the row that is `step` below the chosen one. */
function go(step) {
  const all = rows();
  const next = all[all.indexOf(here()) + step];
  if (!next) return;
  next.focus();
  next.click();
}

/** Press the button of the issue that has this key; picked issues come first where they can. */
function press(key) {
  if (picked() && BULK[key]) return document.getElementById(BULK[key]).showPopover();
  if (picked() > 1 && key === "m") return document.querySelector('#bulk button[value="merge"]').click();
  // What a closed panel has under the same key is not meant.
  const buttons = [...document.querySelectorAll(`#detail [data-key="${key}"]`)];
  buttons.find((button) => button.checkVisibility())?.click();
}

const BULK = { e: "bulk-resolve", a: "bulk-assign", s: "bulk-archive", w: "bulk-wait" };

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => here()?.closest("li").querySelector(".pick")?.click(),
  u: () => document.querySelector("#undo button")?.click(),
  y: () => document.querySelector("#anyway button")?.click(),
  n: () => document.querySelector("#fresh a")?.click(),
  "/": () => document.getElementById("q").focus(),
  "?": () => document.getElementById("keys").showPopover(),
};
for (const key of "aeimprsw") KEYS[key] = () => press(key);

// These are not for the issue that is shown.
const FREE = new Set(["j", "k", "x", "/", "?"]);

const COMING = ".open.htmx-request, #detail [aria-busy], #bulk-people.htmx-request";

/** Whether a key has to wait: an act is under way, htmx has not taken in yet what came, or what the
 * key is meant for is not here yet. */
function early(key) {
  if (document.querySelector("form.htmx-request:not(#hold), .htmx-settling")) return true;
  return !FREE.has(key) && Boolean(document.querySelector(COMING));
}

/** A row is being opened beside the list: mark it as the one that is shown. */
function mark(row) {
  here()?.removeAttribute("aria-current");
  document.querySelector(".issues .here")?.classList.remove("here");
  row.setAttribute("aria-current", "true");
  row.closest("li").classList.add("here");
}

/** The issue that was opened is there: on narrow screens it takes the list's place. */
function show() {
  document.getElementById("work").classList.add("chosen");
  document.getElementById("detail").scrollTop = 0;
  if (!here()?.checkVisibility()) window.scrollTo(0, 0);
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches(".open")) mark(detail.elt);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  countPicked();
  if (target.id === "detail" && requestConfig.elt.matches(".open")) show();
  // The row that was acted on may be gone: the focus goes on to the one that is shown now.
  if (target.id === "work" && requestConfig.verb === "post") (here() ?? document.getElementById("main")).focus();
});

/** Going on before an issue came is no error, though htmx writes two of them for it. */
document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => {
  const end = xhr.onabort;
  xhr.onabort = () => {
    const { error } = console;
    console.error = () => {};
    end();
    console.error = error;
  };
});

/** The issue does not come: its place says so, and no key waits for it. */
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failed, ({ detail }) => {
    if (detail.elt.id !== "live") document.querySelector("#detail [aria-busy]")?.removeAttribute("aria-busy");
  });
}

listen(KEYS, early);
offerSwitch();
countPicked();
