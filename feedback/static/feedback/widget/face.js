/** What the widget looks like: its shadow tree, painted from a state. It decides nothing. */

import { makeDetails } from "./details.js";
import { button, icon, make } from "./dom.js";
import { makeSources } from "./sources.js";
import { sheet } from "./style.js";
import { VERIFY, isNothing } from "./word.js";

/** @typedef {import("./word.js").Word} Word */
/** @typedef {import("./words.js").Words} Words */
/**
 * @typedef {object} Acts what the reader may do
 * @property {() => void} up @property {() => void} down @property {() => void} verify
 * @property {() => void} takeBack @property {() => void} open
 * @property {(flag: import("./word.js").Flag) => void} flag
 * @property {(written: import("./details.js").Written) => void} send
 */

const TOGGLES = /** @type {const} */ (["up", "down", "verify"]);

/** @param {ShadowRoot} root @param {Words} words @param {string} language @param {Acts} acts */
export function makeFace(root, words, language, acts) {
  /** Made when it is first opened: most are never. @type {ReturnType<makeDetails>|undefined} */
  let details;
  const sources = makeSources(words, language, acts.flag);
  const toggles = TOGGLES.map((name) =>
    button(acts[name], { part: `button ${name}` }, icon(name), words[name]),
  );
  const more = button(toggle, { class: "plain" }, words.more);
  const takeBack = button(leave, { class: "plain" }, words.takeBack);
  const status = make("span", { role: "status", part: "status" });
  const message = make("div", { part: "message", class: "stack" });
  const row = { role: "group", "aria-label": words.group, part: "group", class: "row" };
  const whole = make(
    "div",
    { lang: language, dir: language === "ar" ? "rtl" : "ltr" },
    make("div", row, ...toggles, more, takeBack, status),
    message,
    sources.element, // it comes late: what a reader is about to click must not move
  );
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(whole);

  function leave() {
    const pressed = toggles.find((one) => one.ariaPressed === "true");
    (pressed ?? toggles[0]).focus(); // the button that was clicked is about to go
    acts.takeBack();
  }

  function toggle() {
    if (details?.element.hidden === false) close();
    else acts.open();
  }

  function show(/** @type {boolean} */ yes) {
    if (details) details.element.hidden = !yes;
    more.setAttribute("aria-expanded", `${yes}`);
  }

  /** Close the form. Focus that would be lost goes to what opens it again. */
  function close() {
    const inside = details?.element.matches(":focus-within");
    show(false);
    if (inside) (more.hidden ? toggles[0] : more).focus();
  }

  return {
    whole,
    sources,
    message,
    close,
    details: () => details,

    /** Open the form, which is filled from the word when it is made. */
    open(/** @type {Word} */ word) {
      if (!details) {
        details = makeDetails(root, words, acts.send, close);
        details.fill(word);
        details.paint(word);
        whole.append(details.element);
      }
      show(true);
      return details;
    },

    /** Show which word stands. */
    paint(/** @type {Word} */ word) {
      const { rating, reasons, flags } = word;
      const pressed = [rating === "up", rating === "down", reasons.includes(VERIFY)];
      toggles.forEach((one, place) => one.setAttribute("aria-pressed", `${pressed[place]}`));
      more.hidden = takeBack.hidden = isNothing(word);
      details?.paint(word);
      sources.paint(flags);
      if (isNothing(word)) close();
    },

    tell(/** @type {string} */ text, title = "", refused = false) {
      status.textContent = text;
      status.title = title;
      status.className = refused ? "refused" : "";
    },
  };
}
