/**
 * Sends words until the server has given a receipt or a refusal for each.
 *
 * A word waits in the store under its slot (server, voter, answer); a newer word of the same
 * voter on the same answer takes its place, since each is the whole word. A retry carries the
 * same event id, so the server records it once however often it arrives, from however many tabs.
 * With the receipt the word leaves the store: no free text stays behind.
 *
 * For each outcome an event named like the slot is dispatched, with a detail of
 * `{kind, word, latest, …}`: "recorded" with `receipt`, "refused" with `problem`, or "waiting".
 */

import { drop, keep, kept, slots } from "./store.js";
import { chance } from "./voter.js";
import { asMessage, isNothing } from "./word.js";
import { words } from "./words.js";

/** @typedef {import("./voter.js").Voter} Voter */
/** @typedef {import("./word.js").Word} Word */
/**
 * @typedef {object} Entry
 * @property {string} id the event's id @property {number} at milliseconds since 1970
 * @property {string} server @property {string} key @property {string} answer
 * @property {string} voter @property {string} visitor @property {Word} word
 */

const TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
const LONGEST_WAIT_MS = 86_400_000;
const KEEPALIVE_LIMIT = 30_000; // browsers allow 64 KiB of bodies that outlive their page
const PASSING = new Set([408, 425, 429]);

/** @param {string} server @param {string} voter @param {string} answer */
export function slotOf(server, voter, answer) {
  return JSON.stringify([server, voter, answer]);
}

class Outbox extends EventTarget {
  #busy = new Set();
  #wake = new Map();
  #tokens = new Map(); // by voter and answer; never stored

  constructor() {
    super();
    globalThis.addEventListener("online", () => this.#wake.forEach((wake) => wake()));
  }

  /** Go on with what an earlier page left for this voter. */
  resume(/** @type {Voter} */ voter) {
    this.#tokens.set(JSON.stringify([voter.id, voter.answer]), voter.token);
    for (const slot of slots()) {
      const entry = kept(slot);
      if (entry?.voter === voter.id && this.#tokenFor(entry) !== undefined) this.#drain(slot);
    }
  }

  /**
   * @param {Voter} voter
   * @param {{server: string, key: string, answer: string, word: Word}} said
   */
  send(voter, { server, key, answer, word }) {
    const slot = slotOf(server, voter.id, answer);
    const { id, visitor } = voter;
    this.#tokens.set(JSON.stringify([id, voter.answer]), voter.token);
    keep(slot, { id: chance(), at: Date.now(), server, key, answer, voter: id, visitor, word });
    this.#wake.get(slot)?.();
    this.#drain(slot);
  }

  #tokenFor(/** @type {Entry} */ { voter, answer }) {
    const bound = this.#tokens.get(JSON.stringify([voter, answer]));
    return bound ?? this.#tokens.get(JSON.stringify([voter, ""]));
  }

  async #drain(/** @type {string} */ slot) {
    if (this.#busy.has(slot)) return;
    this.#busy.add(slot);
    let tries = 0;
    for (let entry = kept(slot); entry; entry = kept(slot)) {
      const outcome = await this.#post(entry);
      const latest = kept(slot)?.id === entry.id;
      if (latest && outcome.kind !== "waiting") drop(slot);
      const detail = { ...outcome, word: entry.word, latest };
      this.dispatchEvent(new CustomEvent(slot, { detail }));
      if (outcome.kind === "waiting" && latest) await this.#pause(slot, tries++, outcome.wait);
    }
    this.#busy.delete(slot);
  }

  /** Longer after each failure, with chance in it; over at once when there is news. */
  async #pause(/** @type {string} */ slot, /** @type {number} */ tries, wait = 0) {
    const longest = Math.min(1000 * 2 ** tries, LONGEST_PAUSE_MS);
    const pause = Math.max(longest * (0.5 + Math.random() / 2), wait * 1000);
    await new Promise((resolve) => {
      this.#wake.set(slot, resolve);
      setTimeout(resolve, pause);
    });
    this.#wake.delete(slot);
  }

  async #post(/** @type {Entry} */ entry) {
    if (Date.now() - entry.at > LONGEST_WAIT_MS) {
      return { kind: "refused", problem: { code: "too_old", detail: words.tooOld } };
    }
    const { id, answer, visitor, word } = entry;
    const token = this.#tokenFor(entry);
    const body = JSON.stringify({ id, answer, visitor, ...asMessage(word) });
    const headers = { Authorization: `Bearer ${entry.key}`, "Content-Type": "application/json" };
    if (token) headers["Errata-Person"] = token;
    try {
      const response = await fetch(new URL("api/v1/feedback", entry.server), {
        method: "POST",
        credentials: "omit",
        keepalive: body.length < KEEPALIVE_LIMIT,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers,
        body,
      });
      return await told(response, word);
    } catch {
      return { kind: "waiting" }; // no answer, or half of one: the event id makes a retry safe
    }
  }
}

async function told(/** @type {Response} */ response, /** @type {Word} */ word) {
  if (response.ok) return { kind: "recorded", receipt: await response.json() };
  if (response.status >= 500 || PASSING.has(response.status)) {
    return { kind: "waiting", wait: Number(response.headers.get("Retry-After")) || 0 };
  }
  const problem = await response.json().catch(() => ({ detail: words.unknown }));
  // The first word never arrived, so the server has none to take back: that is as wished.
  const gone = isNothing(word) && problem.code === "nothing_to_withdraw";
  return gone ? { kind: "recorded", receipt: null } : { kind: "refused", problem };
}

export const outbox = new Outbox();
