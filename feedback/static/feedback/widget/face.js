/** What the widget looks like: its shadow tree, painted from a state. It decides nothing. */

import { icon, make } from "./dom.js";
import { sheet } from "./style.js";
import { VERIFY, isNothing, nothing } from "./word.js";
import { words } from "./words.js";

/** @typedef {import("./word.js").Word} Word */
/** @typedef {import("./reasons.js").Reason} Reason */
/**
 * @typedef {object} Details as written; `reasons` is null where they were not offered
 * @property {string[]|null} reasons @property {string} comment @property {string} correction
 */
/**
 * @typedef {object} Acts what the reader may do
 * @property {() => void} up @property {() => void} down @property {() => void} verify
 * @property {() => void} takeBack @property {() => void} more
 * @property {(details: Details) => void} send
 */

export class Face {
  #buttons;
  #more;
  #takeBack;
  #status = make("span", { role: "status", part: "status", class: "status" });
  #choices = make("fieldset", { part: "reasons" });
  #noReasons = make("p", { hidden: true }, words.noReasons);
  #comment = writing("comment", "10000");
  #correction = writing("correction", "100000");
  #form;

  /** @param {ShadowRoot} root @param {Acts} acts */
  constructor(root, acts) {
    root.adoptedStyleSheets = [sheet];
    this.#buttons = {
      up: toggle("up", acts.up),
      down: toggle("down", acts.down),
      verify: toggle("verify", acts.verify),
    };
    this.#more = plain(words.more, acts.more, { "aria-controls": "details" });
    this.#takeBack = plain(words.takeBack, () => this.#leave(acts.takeBack));
    this.#form = this.#details(acts);
    const row = { role: "group", "aria-label": words.group, part: "group", class: "row" };
    const { up, down, verify } = this.#buttons;
    root.append(
      make("div", row, up, down, verify, this.#more, this.#takeBack, this.#status),
      this.#form,
    );
  }

  #details(/** @type {Acts} */ acts) {
    const close = make("button", { type: "button", click: () => this.open(false) }, words.close);
    const send = make("button", { type: "submit", part: "send", class: "send" }, words.send);
    const traits = {
      id: "details",
      part: "details",
      hidden: true,
      "aria-label": words.more,
      submit: (/** @type {Event} */ event) => {
        event.preventDefault();
        acts.send(this.#written());
      },
      keydown: (/** @type {any} */ event) => event.key === "Escape" && this.open(false),
    };
    const fields = [this.#choices, this.#noReasons, this.#correction, this.#comment];
    return make("form", traits, ...fields, make("div", { class: "row" }, send, close));
  }

  /** @returns {Details} */
  #written() {
    const boxes = Array.from(this.#choices.querySelectorAll("input"));
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    return {
      reasons: boxes.length ? ticked : null,
      comment: areaOf(this.#comment).value.trim(),
      correction: this.#correction.hidden ? "" : areaOf(this.#correction).value.trim(),
    };
  }

  /** Show which word stands. Reasons and correction are not for who was content. */
  paint(/** @type {Word} */ word) {
    this.#press("up", word.rating === "up");
    this.#press("down", word.rating === "down");
    this.#press("verify", word.reasons.includes(VERIFY));
    this.#more.hidden = this.#takeBack.hidden = isNothing(word);
    const content = word.rating === "up" && !word.reasons.length;
    this.#choices.hidden = this.#correction.hidden = content;
    if (isNothing(word)) this.open(false);
  }

  /** Fill the details from the word: one that says nothing empties them. */
  fill(/** @type {Word} */ word) {
    areaOf(this.#comment).value = word.comment;
    areaOf(this.#correction).value = word.correction;
    for (const box of this.#choices.querySelectorAll("input")) {
      box.checked = word.reasons.includes(box.value);
    }
  }

  /** Empty what belonged to the opposite thumb. What is being written as a comment stays. */
  dropReasons() {
    this.fill({ ...nothing, comment: areaOf(this.#comment).value });
  }

  /** The reasons to choose from, without the one that has a button; null: not to be had. */
  offer(/** @type {Reason[]|null} */ reasons, /** @type {Word} */ word) {
    const choices = (reasons ?? []).filter(({ code }) => code !== VERIFY);
    this.#noReasons.hidden = reasons !== null;
    if (this.#choices.querySelector("input") || !choices.length) return;
    this.#choices.append(
      make("legend", {}, words.reasons),
      ...choices.map(({ code, label }) => {
        const box = make("input", { type: "checkbox", value: code });
        /** @type {HTMLInputElement} */ (box).checked = word.reasons.includes(code);
        return make("label", { class: "choice" }, box, label);
      }),
    );
  }

  get isOpen() {
    return !this.#form.hidden;
  }

  /** Open or close the details. Focus that would be lost goes to what opens them again. */
  open(/** @type {boolean} */ yes) {
    const inside = this.#form.matches(":focus-within");
    this.#form.hidden = !yes;
    this.#more.setAttribute("aria-expanded", String(yes));
    if (inside && !yes) (this.#more.hidden ? this.#buttons.up : this.#more).focus();
  }

  tell(/** @type {string} */ text, { refused = false, title = "" } = {}) {
    this.#status.textContent = text;
    this.#status.title = title;
    this.#status.classList.toggle("refused", refused);
  }

  #press(/** @type {"up"|"down"|"verify"} */ name, /** @type {boolean} */ yes) {
    this.#buttons[name].setAttribute("aria-pressed", String(yes));
  }

  #leave(/** @type {() => void} */ act) {
    const pressed = Object.values(this.#buttons).find((b) => b.ariaPressed === "true");
    (pressed ?? this.#buttons.up).focus(); // the button that was clicked is about to go
    act();
  }
}

function toggle(/** @type {"up"|"down"|"verify"} */ name, /** @type {() => void} */ click) {
  const traits = { type: "button", part: `button ${name}`, "aria-pressed": "false", click };
  return make("button", traits, icon(name), words[name]);
}

function plain(/** @type {string} */ text, /** @type {() => void} */ click, traits = {}) {
  return make("button", { type: "button", class: "plain", hidden: true, click, ...traits }, text);
}

function writing(/** @type {"comment"|"correction"} */ name, /** @type {string} */ maxlength) {
  const area = make("textarea", { name, maxlength, rows: "3", dir: "auto" });
  return make("label", { class: "field" }, make("span", {}, words[name]), area);
}

function areaOf(/** @type {Element} */ field) {
  return /** @type {HTMLTextAreaElement} */ (field.querySelector("textarea"));
}
