/**
 * A person's whole word on an answer, and what a click makes of it. Pure: no DOM, no network.
 *
 * @typedef {{start: number, end: number, quote: string}} Span characters of the answer's text
 * @typedef {{source: string, says: string}} Flag
 * @typedef {object} Word
 * @property {"up"|"down"|null} rating
 * @property {string[]} reasons codes of the project's reasons
 * @property {string} comment
 * @property {string} correction
 * @property {Span[]} spans
 * @property {Flag[]} flags
 */

/** The reason that has a button of its own. */
export const VERIFY = "couldnt_verify";

/** @type {Word} */
export const nothing = {
  rating: null,
  reasons: [],
  comment: "",
  correction: "",
  spans: [],
  flags: [],
};

/** Whether there is nothing to send: for the server that is a word taken back. */
export function isNothing(/** @type {Word} */ word) {
  return !Object.values(word).some((part) => part?.length);
}

/**
 * After a click on a thumb. The same thumb again takes everything back; the other one drops what
 * belonged to the opposite word, and keeps the comment and what was said of sources.
 *
 * @param {Word} word @param {"up"|"down"} thumb @returns {Word}
 */
export function withThumb(word, thumb) {
  if (word.rating === thumb) return nothing;
  const { comment, flags } = word;
  const kept = word.rating ? { ...nothing, comment, flags } : word;
  return { ...kept, rating: thumb };
}

/** After a click on "couldn't verify", which goes with either thumb or with none. */
export function withVerify(/** @type {Word} */ word) {
  const others = word.reasons.filter((code) => code !== VERIFY);
  return { ...word, reasons: others.length < word.reasons.length ? others : [...others, VERIFY] };
}

/** What is said of a source is one thing, or "" for nothing. @returns {Word} */
export function withFlag(/** @type {Word} */ word, /** @type {Flag} */ flag) {
  const others = word.flags.filter(({ source }) => source !== flag.source);
  return { ...word, flags: flag.says ? [...others, flag] : others };
}

/** The word as the API takes it. */
export function asMessage(/** @type {Word} */ word) {
  return isNothing(word) ? { withdrawn: true } : word;
}

/** The word as the API gives it back; null for none. @returns {Word} */
export function asWord(/** @type {any} */ said) {
  if (!said || said.withdrawn) return nothing;
  const parts = Object.keys(nothing).map((part) => [part, said[part]]);
  return /** @type {any} */ (Object.fromEntries(parts));
}
