// What pages that are worked by single keys have in common. Every act has its own button: keys
// press buttons, they do not act.

const STORE = "errata-keys";

const single = () => localStorage.getItem(STORE) !== "off";

const panel = () => document.querySelector(":popover-open");

/** Whether the key is for what has the focus: a text field, a select. One in a panel that has just
 * closed keeps the focus until the page is drawn again, but nobody types there. */
function taken(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const field = event.target.closest("input, select, textarea, [contenteditable]");
  return Boolean(field && field.type !== "checkbox" && field.checkVisibility());
}

/** Enter in a closed select or a text field of a panel presses that panel's button: by itself it would
 * press none, or the first of a form that has several panels. */
function enter(event) {
  if (event.key !== "Enter" || event.defaultPrevented || !panel()?.contains(event.target)) return;
  const select = CSS.supports("selector(:open)") && event.target.matches("select:not(:open)");
  if (!select && !event.target.matches("input:not([type=checkbox])")) return;
  const button = panel().querySelector("button.primary");
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** The button that has this key in the open panel: others don't work meanwhile. */
const inPanel = (key) => panel()?.querySelector(`[data-key="${CSS.escape(key)}"]`);

/**
 * Do `keys[key]()` at each key. `early(key)` says whether it has to wait until what was asked for
 * is here: it would act on what nobody has seen yet. What is typed meanwhile waits behind it.
 */
export function listen(keys, early) {
  let waiting = [];
  let typed = ""; // into a select, by keys that had waited

  /** A select takes the first option that begins with what was typed, as browsers do. */
  function type(field, key) {
    if (key === "Enter") return (panel() ?? field.form).querySelector("button.primary, button:not([type])")?.click();
    if (!field.matches("select")) return (field.value += key);
    typed += key.toLowerCase();
    const option = [...field.options].find(({ text }) => text.trim().toLowerCase().startsWith(typed));
    if (option) option.selected = true;
  }

  function press(key) {
    const field = document.activeElement;
    const here = panel() ? panel().contains(field) : field.checkVisibility();
    if (here && field.matches("textarea, select, input[name]:not([type=checkbox])")) return type(field, key);
    typed = "";
    if (panel()) inPanel(key)?.click();
    else if (Object.hasOwn(keys, key)) keys[key]();
  }

  document.addEventListener("keydown", (event) => {
    enter(event);
    if (typed && event.key.length === 1 && event.target.matches(":popover-open select")) {
      event.preventDefault(); // the rest of a word whose first letters had waited
      return press(event.key);
    }
    if (taken(event) || !single()) return;
    const { key } = event;
    if (waiting.length ? key.length > 1 && key !== "Enter" : !(panel() ? inPanel(key) : Object.hasOwn(keys, key))) return;
    event.preventDefault();
    if (waiting.length || (!panel() && early(key))) waiting.push(key);
    else press(key);
  });

  document.addEventListener("htmx:afterSettle", () => {
    while (waiting.length && (panel() || !early(waiting[0]))) press(waiting.shift());
  });

  for (const failed of ["htmx:sendError", "htmx:responseError"]) document.addEventListener(failed, () => (waiting = []));
}

/** A panel goes as soon as its form is sent: the next keys are for what follows. It comes back, with
 * what was typed, where nobody can be reached. */
let sent = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!panel()?.contains(event.detail.elt)) return;
  sent = panel();
  sent.hidePopover();
});
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failed, () => sent?.isConnected && sent.showPopover());
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
    if (event.detail.requestConfig.verb !== "get") location.reload(); // nothing typed is lost by itself
  } else if (xhr.status >= 400 && xhr.status < 500 && xhr.getResponseHeader("HX-Push-Url")) {
    event.detail.shouldSwap = true; // a refusal, said in words on the page
    event.detail.isError = false;
  }
});
