// Keys for the proposals, and where the focus goes when one is decided.

import { countPicked, listen, offerSwitch } from "./keyboard.js";

const cards = () => [...document.querySelectorAll(".proposals .card")];
const here = () => document.activeElement.closest(".proposals .card");

/** Go to the card that is `step` below; to the first one from elsewhere. */
function go(step) {
  const all = cards();
  all[here() ? all.indexOf(here()) + step : 0]?.focus();
}

/** Press the button that has this key: for all that are ticked, else of the card that has the
 * focus. Without either the key goes to the first card, so that nobody decides unseen. */
function press(key) {
  const place = document.querySelector(".pick:checked") ? document.getElementById("bulk") : here();
  if (place) place.querySelector(`[data-key="${key}"]`)?.click();
  else go(0);
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => here()?.querySelector(".pick")?.click(),
  u: () => document.querySelector("#undo button")?.click(),
  "?": () => document.getElementById("keys")?.showPopover(),
};
for (const key of "anv") KEYS[key] = () => press(key);

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  countPicked();
  if (detail.target.id === "round" && detail.requestConfig.verb === "post") document.getElementById("round").focus();
  if (detail.target.id !== "work" || detail.requestConfig.verb !== "post") return;
  const next = document.querySelector(".card[data-follows]") ?? cards()[0];
  (next ?? document.getElementById("main")).focus();
});

listen(KEYS, () => Boolean(document.querySelector("form.htmx-request")));
offerSwitch();
countPicked();
