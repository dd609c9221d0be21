/** Where the answer comes from, at a glance, and each source with what can be said of it. */

import { make } from "./dom.js";
import { filled } from "./words.js";

/**
 * @typedef {object} Source as the API names it; only `source` must be there
 * @property {string} source @property {string} [title] @property {string} [uri]
 * @property {string} [version] @property {string} [status] @property {string|null} [approved_until]
 * @property {string|null} [reviewed_at] @property {string} [passage]
 * @typedef {object} Provenance
 * @property {string} [text] @property {number|null} [confidence] @property {boolean} [abstained]
 * @property {Source[]} [sources]
 */

const STEPS = [0.85, 0.6, 0.35, 0]; // of a confidence, for its words
const FLAGS = /** @type {const} */ (["out_of_date", "doesnt_say", "unreachable"]);

/** A day in the words of the language. */
export function dayIn(/** @type {string} */ language, /** @type {string|null|undefined} */ day) {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  return day ? format.format(new Date(day)) : "";
}

const shelved = (/** @type {any} */ status) => status === "draft" || status === "withdrawn";

function isStale(/** @type {Source} */ { status, approved_until: until }) {
  return shelved(status) || (!!until && until < new Date().toISOString().slice(0, 10));
}

/**
 * @param {import("./words.js").Words} words @param {string} language
 * @param {(flag: import("./word.js").Flag) => void} flag
 */
export function makeSources(words, language, flag) {
  const element = make("details", { part: "sources", hidden: true });

  /** @param {Provenance|undefined} provenance @param {import("./word.js").Flag[]} flags */
  function show(provenance, flags) {
    element.hidden = !provenance;
    const { sources = [], confidence, abstained } = provenance ?? {};
    const stale = sources.filter(isStale).length;
    const sure = words.sure[STEPS.findIndex((step) => (confidence ?? -1) >= step)];
    const glance = [abstained ? words.abstained : sure, filled(words.sources, sources.length)];
    const warning = stale > 0 && make("b", {}, ` · ${filled(words.stale, stale)}`);
    element.replaceChildren(
      make("summary", {}, glance.filter(Boolean).join(" · "), warning),
      make("ol", {}, ...sources.map(item)),
    );
    paint(flags);
  }

  function paint(/** @type {import("./word.js").Flag[]} */ flags) {
    for (const select of element.querySelectorAll("select")) {
      select.value = flags.find(({ source }) => source === select.name)?.says ?? "";
    }
  }

  function item(/** @type {Source} */ from) {
    const { source, title, uri = "", version, passage, reviewed_at: reviewed } = from;
    const name = title || source;
    const link = { href: uri, target: "_blank", rel: "noreferrer" };
    const facts = [
      version && filled(words.version, version),
      approval(from),
      reviewed && filled(words.reviewed, dayIn(language, reviewed)),
    ];
    const change = (/** @type {any} */ { target }) => flag({ source, says: target.value });
    const select = make(
      "select",
      { name: source, "aria-label": `${words.flag}: ${name}`, change },
      make("option", { value: "" }, words.flag),
      ...FLAGS.map((says) => make("option", { value: says }, words[says])),
    );
    return make(
      "li",
      { part: "source" },
      /^https?:/.test(uri) ? make("a", link, name) : name,
      " ",
      make(isStale(from) ? "b" : "span", {}, facts.filter(Boolean).join(" · ")),
      passage && make("p", { class: "text", dir: "auto" }, passage),
      make("div", {}, select),
    );
  }

  function approval(/** @type {Source} */ from) {
    const { status, approved_until: until } = from;
    if (shelved(status)) return words[/** @type {"draft"|"withdrawn"} */ (status)];
    if (until) return filled(isStale(from) ? words.expired : words.until, dayIn(language, until));
    return status === "approved" && words.approved;
  }

  return { element, show, paint };
}
