/**
 * A person's whole word on an answer, and what a click makes of it. Pure: no DOM, no network.
 *
 * @typedef {object} Word
 * @property {"up"|"down"|null} rating
 * @property {string[]} reasons codes of the project's reasons
 * @property {string} comment
 * @property {string} correction
 */

/** The reason that has a button of its own. */
export const VERIFY = "couldnt_verify";

/** @type {Word} */
export const nothing = Object.freeze({ rating: null, reasons: [], comment: "", correction: "" });

/** Whether there is nothing to send: for the server that is a word taken back. */
export function isNothing(/** @type {Word} */ word) {
  return !(word.rating || word.reasons.length || word.comment.trim() || word.correction.trim());
}

/**
 * After a click on a thumb. The same thumb again takes everything back; the other one drops
 * reasons and correction, which belonged to the opposite word, and keeps what the person wrote.
 *
 * @param {Word} word @param {"up"|"down"} thumb @returns {Word}
 */
export function withThumb(word, thumb) {
  if (word.rating === thumb) return nothing;
  const kept = word.rating ? { ...nothing, comment: word.comment } : word;
  return { ...kept, rating: thumb };
}

/** After a click on "couldn't verify", which goes with either thumb or with none. */
export function withVerify(/** @type {Word} */ word) {
  const others = word.reasons.filter((code) => code !== VERIFY);
  return { ...word, reasons: others.length < word.reasons.length ? others : [...others, VERIFY] };
}

/** The word as the API takes it. */
export function asMessage(/** @type {Word} */ word) {
  return isNothing(word) ? { withdrawn: true } : word;
}
