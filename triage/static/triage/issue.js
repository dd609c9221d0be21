// Keys for an issue on a page of its own.

import { listen, offerSwitch } from "./keyboard.js";

/** Press the button that has this key. What a closed panel has under it is not meant. */
function press(key) {
  const buttons = [...document.querySelectorAll(`.sheet [data-key="${key}"]`)];
  buttons.find((button) => button.checkVisibility())?.click();
}

const KEYS = {
  q: () => document.getElementById("to-queue").click(),
  u: () => document.querySelector("#undo button")?.click(),
  y: () => document.querySelector("#anyway button")?.click(),
  "?": () => document.getElementById("keys").showPopover(),
};
for (const key of "aeimprsw") KEYS[key] = () => press(key);

listen(KEYS, () => Boolean(document.querySelector("form.htmx-request")));
offerSwitch();
