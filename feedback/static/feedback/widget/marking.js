/** The answer's text, in which a reader marks what is wrong: by selecting, by click or by key. */

import { make } from "./dom.js";
import { edges, length, spanOf, touch } from "./text.js";

/** @typedef {import("./word.js").Span} Span */

/** @type {Record<string, number>} */
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @param {any} root the shadow root @param {import("./words.js").Words} words */
export function makeMarking(root, words) {
  let text = "";
  /** @type {Span[]} */
  let marks = [];
  const body = make("p", { class: "text", dir: "auto", mouseup: takeSelection, keydown: move });
  const traits = { role: "group", "aria-label": words.mark, part: "marking", class: "stack" };
  const how = make("small", {}, words.markHow);
  const element = make("div", traits, make("b", {}, words.mark), how, body);

  /** Paint the text with these marks; the focus stays on the piece that begins `at`. */
  function paint(/** @type {Span[]} */ now, at = -1) {
    marks = now;
    const ends = edges(text, marks);
    body.replaceChildren(...ends.slice(1).map((end, place) => piece(ends[place], end)));
    pieces().findLast(({ dataset }) => Number(dataset.at) <= at)?.focus();
  }

  function pieces() {
    return /** @type {HTMLElement[]} */ (Array.from(body.children));
  }

  function piece(/** @type {number} */ start, /** @type {number} */ end) {
    const span = spanOf(text, start, end);
    const pressed = marks.some((mark) => touch(mark, span));
    const traits = {
      role: "button",
      tabindex: start ? "-1" : "0",
      "aria-pressed": `${pressed}`,
      "data-at": `${start}`,
      click: () => selected() || mark(start, end, pressed),
    };
    const words = [...text].slice(start, end).join("");
    return span.quote ? make("span", traits, words) : words;
  }

  /** Mark this, or mark it no more. It takes the place of what it touches. */
  function mark(/** @type {number} */ start, /** @type {number} */ end, off = false) {
    const span = spanOf(text, start, end);
    const others = marks.filter((mark) => !touch(mark, span));
    paint(off || !span.quote ? others : [...others, span], start);
  }

  /** What is selected, also where a browser tells of a shadow's selection by the shadow only. */
  function selected() {
    const selection = root.getSelection ? root.getSelection() : getSelection();
    return !selection?.isCollapsed && selection.getRangeAt(0);
  }

  function takeSelection() {
    const { startContainer, startOffset, endContainer, endOffset } = selected() || {};
    if (!body.contains(startContainer ?? null)) return;
    const place = (/** @type {any} */ { parentElement, data }, /** @type {number} */ offset) =>
      Number(parentElement.dataset.at ?? length(text)) + length(`${data}`.slice(0, offset));
    setTimeout(() => getSelection()?.removeAllRanges()); // after the click that follows
    mark(place(startContainer, startOffset), place(endContainer, endOffset));
  }

  function move(/** @type {any} */ event) {
    const { key, target } = event;
    const all = pieces();
    if (key === " " || key === "Enter") target.click();
    else if (KEYS[key]) all[all.indexOf(target) + KEYS[key]]?.focus();
    else return;
    event.preventDefault();
  }

  return {
    element,
    show(/** @type {string} */ now, /** @type {Span[]} */ spans) {
      text = now;
      element.hidden = !text;
      paint(spans);
    },
    /** Mark the words where the text says them; others it does not know. */
    quote(/** @type {string} */ said) {
      const [before, after] = text.split(said);
      const span = spanOf(text, length(before), length(before + said));
      if (said && after !== undefined) paint([...marks, span]);
    },
    spans: () => marks,
  };
}
