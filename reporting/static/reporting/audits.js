// Keys for judging: each presses its button, then the next answer has the focus.

import { listen, offerSwitch } from "../triage/keyboard.js";

const KEYS = {
  n: () => document.getElementById("note")?.focus(),
  u: () => document.querySelector("#undo button")?.click(),
  "?": () => document.getElementById("keys")?.showPopover(),
};
for (const key of "rwt") KEYS[key] = () => document.querySelector(`#judging [data-key="${key}"]`)?.click();

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target.id === "audit") (document.getElementById("judging") ?? document.getElementById("main")).focus();
});

listen(KEYS, () => Boolean(document.querySelector("form.htmx-request, .htmx-settling")));
offerSwitch();
