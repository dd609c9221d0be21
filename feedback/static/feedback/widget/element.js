/**
 * <errata-feedback answer="a-1">: two thumbs and "couldn't verify" under one answer.
 *
 *   <meta name="errata-key" content="epk_…">
 *   <meta name="errata-person" content="(the person's signed token)">
 *   <script type="module" src="https://errata.example/widget/errata.js"></script>
 *   <errata-feedback answer="a-1"></errata-feedback>
 *
 * Attributes: `answer` (required); `key` and `token`, where the page's <meta> don't say them;
 * `server`, where it isn't the one that the script came from. The page's policy must allow that
 * server in script-src and connect-src, and needs nothing else.
 * Events, which bubble out of any shadow: `errata:recorded` with the receipt as its detail
 * (null when there was nothing to take back), `errata:refused` with the problem.
 */

import { Face } from "./face.js";
import { outbox, slotOf } from "./outbox.js";
import { reasonsOf } from "./reasons.js";
import { voterOf } from "./voter.js";
import { isNothing, nothing, withThumb, withVerify } from "./word.js";
import { words } from "./words.js";
import { kept } from "./store.js";

/** @typedef {import("./word.js").Word} Word */

const HOME = new URL("../../", import.meta.url).href;

class ErrataFeedback extends HTMLElement {
  static observedAttributes = ["answer", "token", "key", "server"];

  /** What the reader wants to have said, and what the server is known to have. */
  #word = nothing;
  #recorded = nothing;
  #slot = "";
  #face = new Face(this.attachShadow({ mode: "open" }), {
    up: () => this.#vote(withThumb(this.#word, "up")),
    down: () => this.#vote(withThumb(this.#word, "down"), { ask: true }),
    verify: () => this.#vote(withVerify(this.#word), { ask: true }),
    takeBack: () => this.#vote(nothing),
    more: () => this.#open(!this.#face.isOpen),
    send: (details) => this.#detail(details),
  });

  connectedCallback() {
    this.#listen();
  }

  disconnectedCallback() {
    outbox.removeEventListener(this.#slot, this.#hear);
    this.#slot = "";
  }

  attributeChangedCallback() {
    if (this.isConnected && this.#slot) this.#listen();
  }

  get #answer() {
    return this.getAttribute("answer") ?? "";
  }

  get #key() {
    return this.getAttribute("key") ?? meta("errata-key");
  }

  get #server() {
    return new URL(this.getAttribute("server") ?? HOME, document.baseURI).href;
  }

  get #voter() {
    return voterOf(this.getAttribute("token") ?? meta("errata-person"));
  }

  /** Begin with this answer and voter, or go on where an earlier page was cut off. */
  #listen() {
    const voter = this.#voter;
    const slot = slotOf(this.#server, voter.id, this.#answer);
    if (slot !== this.#slot) {
      outbox.removeEventListener(this.#slot, this.#hear);
      outbox.addEventListener(slot, this.#hear);
      this.#slot = slot;
      this.#recorded = nothing;
      this.#show(kept(slot)?.word ?? nothing);
      this.#face.tell(kept(slot) ? words.waiting : "");
    }
    outbox.resume(voter);
  }

  #show(/** @type {Word} */ word) {
    this.#word = word;
    this.#face.paint(word);
    this.#face.fill(word);
  }

  #vote(/** @type {Word} */ word, { ask = false } = {}) {
    if (isNothing(word) && isNothing(this.#word)) return;
    const { comment, correction } = this.#word;
    const kept = word.comment === comment && word.correction === correction;
    this.#word = word;
    this.#face.paint(word);
    if (!kept || isNothing(word)) this.#face.fill(word);
    this.#send();
    if (ask && !isNothing(word)) this.#open(true);
  }
}
