/** The form with which a reader says more: reasons, marked words, a correction, a comment. */

import { button, make, named } from "./dom.js";
import { makeMarking } from "./marking.js";
import { changes } from "./text.js";
import { VERIFY } from "./word.js";

/** @typedef {import("./word.js").Word} Word */
/** @typedef {{code: string, label: string}} Reason */
/** @typedef {Partial<Word>} Written what was not offered is left out */

/**
 * @param {ShadowRoot} root @param {import("./words.js").Words} words
 * @param {(written: Written) => void} send @param {() => void} close
 */
export function makeDetails(root, words, send, close) {
  let text = "";
  const marking = makeMarking(root, words);
  const choices = make("fieldset", { part: "reasons" });
  const noReasons = make("p", { hidden: true }, words.noReasons);
  const changed = make("p", { part: "changes", class: "text", dir: "auto" });
  const correction = area("100000", showChanges);
  const comment = area("10000");
  const wrong = make(
    "div",
    { class: "stack" },
    choices,
    noReasons,
    marking.element,
    named(words.correction, correction),
    changed,
  );
  const element = make(
    "form",
    { part: "details", class: "stack", hidden: true, "aria-label": words.more, submit, keydown },
    wrong,
    named(words.comment, comment),
    make(
      "div",
      { class: "row" },
      make("button", { part: "send", class: "send" }, words.send),
      button(close, {}, words.close),
    ),
  );

  function submit(/** @type {Event} */ event) {
    event.preventDefault();
    send(written());
  }

  function keydown(/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Escape") return;
    event.preventDefault(); // a dialog around the widget stays open
    event.stopPropagation();
    close();
  }

  /** @returns {Written} */
  function written() {
    const said = { comment: comment.value.trim(), correction: "", spans: [] };
    if (wrong.hidden) return said;
    const corrected = correction.value.trim();
    const ticked = boxes().flatMap((box) => (box.checked ? box.value : []));
    return {
      comment: said.comment,
      correction: corrected === text ? "" : corrected,
      ...(text && { spans: marking.spans() }),
      ...(boxes().length && { reasons: ticked }),
    };
  }

  function boxes() {
    return Array.from(choices.querySelectorAll("input"));
  }

  function showChanges() {
    const now = correction.value;
    changed.hidden = !text || text === now;
    const parts = changed.hidden ? [] : changes(text, now);
    const shown = parts.map(([kind, part]) => (kind ? make(kind, {}, part) : part));
    changed.replaceChildren(make("b", {}, `${words.changes}: `), ...shown);
  }

  /** Fill it from the word: one that says nothing empties it. A comment begun may stay. */
  function fill(/** @type {Word} */ word, commented = false) {
    marking.show(text, word.spans);
    if (!commented) comment.value = word.comment;
    correction.value = word.correction || text;
    for (const box of boxes()) box.checked = word.reasons.includes(box.value);
    showChanges();
  }

  return {
    element,
    fill,
    quote: marking.quote,

    /** The answer reads so; what the reader has written meanwhile stays. */
    about(/** @type {string} */ now, /** @type {Word} */ word) {
      if (now === text) return;
      const untouched = correction.value === (word.correction || text);
      text = now;
      marking.show(text, word.spans);
      if (untouched) correction.value = word.correction || text;
      showChanges();
    },

    /** Reasons and correction are not for who was content. */
    paint(/** @type {Word} */ word) {
      wrong.hidden = word.rating === "up" && !word.reasons.length;
    },

    /** The reasons to choose from, without the one that has a button; nothing: not to be had. */
    offer(/** @type {Reason[]|undefined} */ reasons, /** @type {Word} */ word) {
      noReasons.hidden = !!reasons;
      if (!reasons || boxes().length) return;
      choices.append(
        make("legend", {}, make("b", {}, words.what)),
        ...reasons.flatMap(({ code, label }) => {
          if (code === VERIFY) return [];
          const checked = word.reasons.includes(code);
          const box = make("input", { type: "checkbox", value: code, checked });
          return make("label", { class: "choice" }, box, words.reasons?.[code] ?? label);
        }),
      );
    },
  };
}

/** @param {string} maxlength @param {() => void} input @returns {any} */
function area(maxlength, input = () => {}) {
  return make("textarea", { maxlength, rows: "3", dir: "auto", input });
}
