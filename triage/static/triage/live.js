// An open page asks what is new, while somebody can see it; and says who works on what.

const EVERY_MS = 10_000;

/** Ask now, if there is somebody to show it to. */
function look() {
  const live = document.getElementById("live");
  if (live && document.visibilityState === "visible") htmx.trigger(live, "look");
}

/** The rows say who is at their issues. */
function say() {
  const words = new Map([...document.querySelectorAll("#present [data-who]")].map((one) => [one.dataset.who, one.textContent]));
  for (const place of document.querySelectorAll(".issues [data-at]")) place.textContent = words.get(place.dataset.at) ?? "";
}

/** Whoever opens a panel to act is on it, unless somebody is already. */
function hold(event) {
  const form = document.getElementById("hold");
  const acts = event.newState === "open" && event.target.closest("#detail");
  if (acts && form && !("held" in form.dataset)) htmx.trigger(form, "hold");
}

setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", look);
document.addEventListener("toggle", hold, true); // it does not bubble
document.addEventListener("htmx:oobAfterSwap", say);
document.addEventListener("htmx:afterSwap", say);
