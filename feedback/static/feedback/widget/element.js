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
import { kept } from "./store.js";
import { voterOf } from "./voter.js";
import { VERIFY, isNothing, nothing, withThumb, withVerify } from "./word.js";
import { words } from "./words.js";

/** @typedef {import("./word.js").Word} Word */

/** The server, seen from where the script is served: /widget/errata.js. */
const HOME = new URL("../", import.meta.url).href;

class ErrataFeedback extends HTMLElement {
  static observedAttributes = ["answer", "token", "key", "server"];

  /** What the reader wants to have said, and what the server is known to have. */
  #word = nothing;
  #recorded = nothing;
  #slot = "";
  #detailing = false;
  #face = new Face(this.attachShadow({ mode: "open" }), {
    up: () => this.#vote(withThumb(this.#word, "up")),
    down: () => this.#vote(withThumb(this.#word, "down"), true),
    verify: () => this.#vote(withVerify(this.#word), !this.#word.reasons.includes(VERIFY)),
    takeBack: () => this.#vote(nothing),
    more: () => this.#open(!this.#face.isOpen),
    send: (details) => this.#detail(details),
  });

  connectedCallback() {
    this.#listen();
  }

  disconnectedCallback() {
    outbox.removeEventListener(this.#slot, this.#hear);
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
    outbox.removeEventListener(this.#slot, this.#hear);
    outbox.addEventListener(slot, this.#hear);
    if (slot !== this.#slot) {
      const waiting = kept(slot);
      this.#slot = slot;
      this.#recorded = nothing;
      this.#word = waiting?.word ?? nothing;
      this.#face.paint(this.#word);
      this.#face.fill(this.#word);
      this.#face.tell(waiting ? words.waiting : "");
    }
    outbox.resume(voter);
  }

  /** Record the word at once; `ask` for details where there is something to explain. */
  #vote(/** @type {Word} */ word, ask = false) {
    const before = this.#word;
    if (isNothing(word) && isNothing(before)) return;
    const flipped = before.rating !== null && before.rating !== word.rating;
    if (isNothing(word)) this.#face.fill(word);
    else if (flipped) this.#face.dropReasons();
    this.#say(word);
    if (flipped || ask) this.#open(ask && !isNothing(word));
  }

  /** The details go with the thumb, as a second event: what is sent is always the whole word. */
  #detail(/** @type {import("./face.js").Details} */ { reasons, comment, correction }) {
    const verify = this.#word.reasons.filter((code) => code === VERIFY);
    const all = reasons ? [...reasons, ...verify] : this.#word.reasons;
    this.#detailing = true;
    this.#say({ ...this.#word, reasons: all, comment, correction });
  }

  #say(/** @type {Word} */ word) {
    this.#word = word;
    this.#face.paint(word);
    this.#face.tell(words.sending);
    const [server, key, answer] = [this.#server, this.#key, this.#answer];
    outbox.send(this.#voter, { server, key, answer, word });
  }

  #hear = (/** @type {any} */ { detail }) => {
    if (detail.kind === "recorded") this.#recorded = detail.word;
    if (detail.latest) this.#settle(detail);
    if (detail.kind === "recorded") this.#dispatch("errata:recorded", detail.receipt);
    if (detail.kind === "refused") this.#dispatch("errata:refused", detail.problem);
  };

  /** What came of the newest word. A refused one is said, and the one before stands again. */
  #settle(/** @type {any} */ { kind, word, receipt, problem }) {
    if (kind === "waiting") {
      this.#face.tell(words.waiting);
      return;
    }
    if (kind === "refused") {
      this.#word = this.#recorded;
      this.#face.paint(this.#word);
      this.#face.tell(`${words.refused} ${problem.detail}`, { refused: true });
    } else {
      const title = receipt ? `${words.receipt} ${receipt.id}` : "";
      this.#face.tell(isNothing(word) ? words.takenBack : words.recorded, { title });
      if (this.#detailing) this.#open(false);
    }
    this.#detailing = false;
  }

  #open(/** @type {boolean} */ yes) {
    this.#face.open(yes);
    if (!yes) return;
    const offer = (/** @type {any} */ reasons) => this.#face.offer(reasons, this.#word);
    reasonsOf(this.#server, this.#key).then(offer, () => offer(null));
  }

  #dispatch(/** @type {string} */ name, /** @type {unknown} */ detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function meta(/** @type {string} */ name) {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";
}

if (!customElements.get("errata-feedback")) {
  customElements.define("errata-feedback", ErrataFeedback);
}
