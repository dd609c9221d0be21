/**
 * Sends words until the server has given a receipt or a refusal for each.
 *
 * A word waits in the store under its slot (server, voter, answer); a newer word of the same
 * voter on the same answer takes its place, since each is the whole word. A retry carries the
 * same event id, so the server records it once however often it arrives, also where two tabs send
 * it, each of which hears late of the other. With the receipt the word leaves the store: no free
 * text stays behind.
 *
 * Who listens to a slot hears of each outcome, as `{kind, word, latest, …}`: "recorded" with
 * `receipt`, "refused" with `problem`, "waiting", or "elsewhere" where another tab has sent it.
 */

import { call } from "./server.js";
import { drop, keep, kept, slots } from "./store.js";
import { chance, remember } from "./voter.js";
import { asMessage, isNothing } from "./word.js";

/** @typedef {import("./voter.js").Voter} Voter */
/** @typedef {import("./word.js").Word} Word */
/**
 * @typedef {object} Entry
 * @property {string} id the event's id @property {number} at milliseconds since 1970
 * @property {string} server @property {string} key @property {string} answer
 * @property {string} voter @property {string} visitor @property {Word} word
 */

const LONGEST_PAUSE_MS = 60_000;
const LONGEST_WAIT_MS = 86_400_000;
const KEEPALIVE_LIMIT = 30_000; // browsers allow 64 KiB of bodies that outlive their page
const PASSING = /^(5|408|425|429)/;

const news = new EventTarget();
const busy = new Set();
/** @type {Map<string, () => void>} */
const sleeping = new Map();
const tokens = new Map(); // by voter and answer; never stored

/** @param {string} server @param {string} voter @param {string} answer */
export function slotOf(server, voter, answer) {
  return JSON.stringify([server, voter, answer]);
}

/** Hear of a slot until the function that this gives is called. */
export function listen(/** @type {string} */ slot, /** @type {(outcome: any) => void} */ hear) {
  const listener = (/** @type {any} */ { detail }) => hear(detail);
  news.addEventListener(slot, listener);
  return () => news.removeEventListener(slot, listener);
}

/** Go on with what an earlier page left for this voter; a visitor's own anybody may send. */
export function resume(/** @type {Voter} */ { id, token, answer }) {
  tokens.set(id + answer, token);
  for (const slot of slots()) {
    const entry = kept(slot);
    const ours = entry?.visitor || entry?.voter === id;
    if (ours && tokenFor(entry) !== undefined) drain(slot);
  }
}

/**
 * @param {Voter} voter
 * @param {{server: string, key: string, answer: string, word: Word}} said
 */
export function send(voter, said) {
  const { id, visitor, token, answer } = voter;
  const slot = slotOf(said.server, id, said.answer);
  tokens.set(id + answer, token);
  remember(voter);
  keep(slot, { id: chance(), at: Date.now(), voter: id, visitor, ...said });
  sleeping.get(slot)?.();
  drain(slot);
}

function tokenFor(/** @type {Entry} */ { voter, visitor, answer }) {
  return visitor ? "" : (tokens.get(voter + answer) ?? tokens.get(voter));
}

async function drain(/** @type {string} */ slot) {
  if (busy.has(slot)) return;
  busy.add(slot);
  const empty = () => emptied(slot);
  await (navigator.locks?.request(`errata:${slot}`, empty) ?? empty());
  busy.delete(slot);
  if (kept(slot)) drain(slot); // said while the lock was given back
}

async function emptied(/** @type {string} */ slot) {
  const tell = (/** @type {any} */ detail) => news.dispatchEvent(new CustomEvent(slot, { detail }));
  let pause = 1000;
  let entry = kept(slot);
  if (!entry) tell({ kind: "elsewhere", latest: true });
  for (; entry; entry = kept(slot)) {
    const outcome = await post(entry);
    const { kind, wait = 0 } = outcome;
    // Gone: another tab's receipt, of which this one heard late, was for the same word.
    const latest = (kept(slot) ?? entry).id === entry.id;
    if (latest && kind !== "waiting") drop(slot);
    tell({ ...outcome, word: entry.word, latest });
    if (latest && kind === "waiting") await sleep(slot, Math.max(pause, wait * 1000));
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** About so long, with chance in it; over at once when there is news. */
async function sleep(/** @type {string} */ slot, /** @type {number} */ pause) {
  await new Promise((/** @type {(nothing?: any) => void} */ wake) => {
    sleeping.set(slot, wake);
    setTimeout(wake, pause * (0.75 + Math.random() / 2));
  });
  sleeping.delete(slot);
}

/** @returns {Promise<{kind: string, wait?: number, receipt?: any, problem?: any}>} */
async function post(/** @type {Entry} */ entry) {
  const { id, answer, visitor, word, at } = entry;
  if (Date.now() - at > LONGEST_WAIT_MS) return { kind: "refused", problem: { code: "too_old" } };
  const body = JSON.stringify({ id, answer, visitor, ...asMessage(word) });
  const keepalive = body.length < KEEPALIVE_LIMIT;
  try {
    const more = { method: "POST", keepalive, body };
    return await told(await call(entry, "feedback", tokenFor(entry), more), word);
  } catch {
    return { kind: "waiting" }; // no answer, or half of one: the event id makes a retry safe
  }
}

async function told(/** @type {Response} */ response, /** @type {Word} */ word) {
  const { ok, status, headers } = response;
  if (ok) return { kind: "recorded", receipt: await response.json() };
  if (PASSING.test(`${status}`)) {
    return { kind: "waiting", wait: Number(headers.get("Retry-After")) };
  }
  const problem = await response.json().catch(() => ({ code: `HTTP ${status}` }));
  // The first word never arrived, so the server has none to take back: that is as wished.
  const gone = isNothing(word) && problem.code === "nothing_to_withdraw";
  return gone ? { kind: "recorded" } : { kind: "refused", problem };
}

// Back in the net; or another tab has sent it, or was told something newer.
for (const name of ["online", "storage"]) {
  addEventListener(name, () => sleeping.forEach((wake) => wake()));
}
