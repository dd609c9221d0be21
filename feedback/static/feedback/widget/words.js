/**
 * What the widget says: a file for each language beside the script, fetched when a page first
 * needs it. A page can say things its own way:
 *
 *   <script type="application/json" id="errata-words">
 *     {"en": {"up": "Good", "reasons": {"wrong": "That's not so"}}}
 *   </script>
 *
 * @typedef {typeof import("./languages/en.js").default & {reasons?: Record<string, string>}} Words
 */

const LANGUAGES = ["ar", "de", "en", "es", "fr", "zh"];

/** @type {Record<string, Promise<Words>>} */
const tables = {};

/** The language that an element speaks: of the nearest `lang`, else the browser's; or English. */
export function languageOf(/** @type {Element} */ element) {
  const nearest = /** @type {HTMLElement|null} */ (element.closest("[lang]"))?.lang;
  const base = (nearest || navigator.language).toLowerCase().split("-")[0];
  return LANGUAGES.includes(base) ? base : "en";
}

/** Its words, as the page has them. Where they can't be had, English. @returns {Promise<Words>} */
export function wordsIn(/** @type {string} */ language) {
  return (tables[language] ??= import(`./${language}.js`).then(
    (module) => ({ ...module.default, ...ownWords()[language] }),
    (error) => {
      if (language === "en") throw error;
      return wordsIn("en");
    },
  ));
}

/** @returns {Record<string, any>} */
function ownWords() {
  return JSON.parse(document.getElementById("errata-words")?.textContent || "{}");
}

/** The text with its `{}` filled in. */
export function filled(/** @type {string} */ text, /** @type {any} */ value) {
  return text.replace("{}", value);
}
