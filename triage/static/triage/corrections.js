// Keys for the corrections, and where the focus goes when one is decided.

import { listen, offerSwitch } from "./keyboard.js";

const cards = () => [...document.querySelectorAll(".proposals .card")];
const here = () => document.activeElement.closest(".proposals .card");

/** Go to the card that is `step` below; to the first one from elsewhere. */
function go(step) {
  const all = cards();
  all[here() ? all.indexOf(here()) + step : 0]?.focus();
}

/** Press what has this key in the card that has the focus; else go to the first, so that nobody
 * decides unseen. */
function press(key) {
  if (!here()) return go(0);
  here().querySelector(`[data-key="${key}"]`)?.click();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  u: () => document.querySelector("#undo button")?.click(),
  "/": () => document.getElementById("q")?.focus(),
  "?": () => document.getElementById("keys")?.showPopover(),
};
for (const key of "aex") KEYS[key] = () => press(key);

// Who opens it wants to write.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.edit[open]")) target.querySelector("textarea").focus();
}, true);

// What is decided leaves the list: the focus goes on to what takes its place.
let place = 0;
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const card = detail.elt.closest(".card");
  if (card) place = cards().indexOf(card);
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id !== "work" || detail.requestConfig.verb !== "post") return;
  const all = cards();
  (all[Math.min(place, all.length - 1)] ?? document.getElementById("main")).focus();
});

listen(KEYS, () => Boolean(document.querySelector("form.htmx-request, .htmx-settling")));
offerSwitch();
