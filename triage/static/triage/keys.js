// Keys for the queue, and what the page needs when htmx changes a part of it.
// Every act has its own button: this file presses buttons, it does not act.

const STORE = "errata-keys";

const rows = () => [...document.querySelectorAll(".issues .open")];
const here = () => document.querySelector(".issues .open[aria-current]");
const picked = () => document.querySelectorAll(".issues .pick:checked").length;
const single = () => localStorage.getItem(STORE) !== "off";

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
  if (picked() && key === "e") return document.getElementById("bulk-resolve").showPopover();
  if (picked() && key === "a") return document.getElementById("bulk-assign").showPopover();
  if (picked() && key === "s") return bulk("archive");
  if (picked() > 1 && key === "m") return bulk("merge");
  document.querySelector(`#detail [data-key="${key}"]`)?.click();
}

const bulk = (act) => document.querySelector(`#bulk button[value="${act}"]`).click();

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => here()?.closest("li").querySelector(".pick")?.click(),
  u: () => document.querySelector("#undo button")?.click(),
  "/": () => document.getElementById("q").focus(),
  "?": () => document.getElementById("keys").showPopover(),
};
for (const key of "eamprs") KEYS[key] = () => press(key);

const MOVES = new Set(["j", "k", "x"]);
let waiting = "";

/** Whether a key has to wait: an act is under way, or the issue it is meant for is not here yet. */
function early(key) {
  const acting = document.querySelector("form.htmx-request");
  return Boolean(acting || (!MOVES.has(key) && document.querySelector(".open.htmx-request")));
}

/** Whether the key is for what has the focus: a text field, a select, an open panel. */
function taken(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector(":popover-open")) return true;
  const field = event.target.closest("input, select, textarea, [contenteditable]");
  return Boolean(field && field.type !== "checkbox");
}

document.addEventListener("keydown", (event) => {
  if (taken(event) || !single() || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  if (waiting) return; // it would act on what nobody has seen yet
  if (early(event.key)) waiting = event.key;
  else KEYS[event.key]();
});

document.addEventListener("htmx:afterSettle", () => {
  const key = waiting;
  waiting = "";
  if (key) KEYS[key]();
});

document.addEventListener("htmx:sendError", () => (waiting = ""));

/** The switch that turns single keys off, for those whose voice or hand presses them by accident. */
function offerSwitch() {
  const label = document.getElementById("keys-switch");
  const box = label.querySelector("input");
  label.hidden = false;
  box.checked = single();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
}

function countPicked() {
  const count = document.querySelector(".picked");
  if (count) count.textContent = String(picked());
}

/** A row is being opened beside the list: mark it as the one that is shown. */
function mark(row) {
  here()?.removeAttribute("aria-current");
  document.querySelector(".issues .here")?.classList.remove("here");
  row.setAttribute("aria-current", "true");
  row.closest("li").classList.add("here");
}

/** The issue is there: on narrow screens it takes the list's place. */
function show() {
  document.getElementById("work").classList.add("chosen");
  document.getElementById("detail").scrollTop = 0;
  if (!here()?.checkVisibility()) window.scrollTo(0, 0);
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches(".open")) mark(detail.elt);
});

document.addEventListener("change", countPicked);

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (new URL(xhr.responseURL || location.href).pathname.startsWith("/accounts/")) {
    event.detail.shouldSwap = false; // signed out meanwhile
    location.reload();
  } else if (xhr.status >= 400 && xhr.status < 500 && xhr.getResponseHeader("HX-Push-Url")) {
    event.detail.shouldSwap = true; // a refusal, said in words on the page
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  countPicked();
  if (target.id === "detail") show();
  // The row that was acted on may be gone: the focus goes on to the one that is shown now.
  if (target.id === "work" && requestConfig.verb === "post") (here() ?? document.getElementById("main")).focus();
});

offerSwitch();
countPicked();
