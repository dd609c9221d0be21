// What pages that are worked by single keys have in common. Every act has its own button: keys
// press buttons, they do not act.

const STORE = "errata-keys";

const single = () => localStorage.getItem(STORE) !== "off";

/** Whether the key is for what has the focus: a text field, a select, an open panel. */
function taken(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector(":popover-open")) return true;
  const field = event.target.closest("input, select, textarea, [contenteditable]");
  return Boolean(field && field.type !== "checkbox");
}

/**
 * Do `keys[key]()` at each key. `early(key)` says whether it has to wait until what was asked for
 * is here: it would act on what nobody has seen yet.
 */
export function listen(keys, early) {
  let waiting = "";

  document.addEventListener("keydown", (event) => {
    if (taken(event) || !single() || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    if (waiting) return;
    if (early(event.key)) waiting = event.key;
    else keys[event.key]();
  });

  document.addEventListener("htmx:afterSettle", () => {
    const key = waiting;
    waiting = "";
    if (key) keys[key]();
  });

  document.addEventListener("htmx:sendError", () => (waiting = ""));
}

/** The switch that turns single keys off, for those whose voice or hand presses them by accident. */
export function offerSwitch() {
  const label = document.getElementById("keys-switch");
  const box = label.querySelector("input");
  label.hidden = false;
  box.checked = single();
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
}

/** How many are picked is said beside what can be done with them. */
export function countPicked() {
  const count = document.querySelector(".picked");
  if (count) count.textContent = String(document.querySelectorAll(".pick:checked").length);
}

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
