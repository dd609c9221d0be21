/**
 * The answer's text: its sentences, what is marked in it, and what a correction changes. Pure.
 *
 * @typedef {import("./word.js").Span} Span
 */

/** @param {string} text @param {"sentence"|"word"} granularity @returns {string[]} */
function cut(text, granularity) {
  const segments = new Intl.Segmenter([], { granularity }).segment(text);
  return Array.from(segments, ({ segment }) => segment);
}

/** As the API counts: characters, not the units of JavaScript's strings. */
export const length = (/** @type {string} */ text) => [...text].length;

/** The characters between; white space at the end is nobody's concern. @returns {Span} */
export function spanOf(/** @type {string} */ text, start = 0, end = 0) {
  const quote = [...text].slice(start, end).join("").trimEnd();
  return { start, end: start + length(quote), quote };
}

export function touch(/** @type {Span} */ one, /** @type {Span} */ other) {
  return one.start < other.end && other.start < one.end;
}

/** Where to cut the text: after sentences, and where a mark begins or ends. */
export function edges(/** @type {string} */ text, /** @type {Span[]} */ marks) {
  let at = 0;
  const ends = cut(text, "sentence").map((sentence) => (at += length(sentence)));
  const all = new Set([0, ...ends, ...marks.flatMap(({ start, end }) => [start, end])]);
  return [...all].sort((a, b) => a - b);
}

const MOST_PAIRS = 4e6;

/**
 * What becomes of the words: the same (""), "del" or "ins", by a longest common subsequence;
 * nothing where the texts are so long that a reader would wait for it.
 *
 * @param {string} before @param {string} after @returns {[""|"del"|"ins", string][]}
 */
export function changes(before, after) {
  const [a, b] = [cut(before, "word"), cut(after, "word")];
  /** @type {[""|"del"|"ins", string][]} */
  const found = [];
  if (a.length * b.length > MOST_PAIRS) return found;
  /** How many words are alike from places i and j on. */
  const alike = [...a, ""].map(() => Array(b.length + 1).fill(0));
  for (let i = a.length; i--; )
    for (let j = b.length; j--; )
      alike[i][j] =
        a[i] === b[j] ? alike[i + 1][j + 1] + 1 : Math.max(alike[i + 1][j], alike[i][j + 1]);
  for (let i = 0, j = 0; i < a.length || j < b.length; )
    if (a[i] === b[j]) found.push(["", a[i++]]), j++;
    else if (i < a.length && !(alike[i + 1][j] < alike[i][j + 1])) found.push(["del", a[i++]]);
    else found.push(["ins", b[j++]]);
  return found;
}
