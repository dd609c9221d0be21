/**
 * <errata-feedback answer="a-1">: two thumbs and "couldn't verify" under one answer, and where
 * that comes from. docs/widget.md has the attributes, events and parts.
 */

import { button, make } from "./dom.js";
import { makeFace } from "./face.js";
import { listen, resume, send, slotOf } from "./outbox.js";
import { call, mine, reasonsOf } from "./server.js";
import { dayIn } from "./sources.js";
import { kept } from "./store.js";
import { voterOf } from "./voter.js";
import { VERIFY, asWord, isNothing, nothing, withFlag, withThumb, withVerify } from "./word.js";
import { filled, languageOf, wordsIn } from "./words.js";

/** @typedef {import("./word.js").Word} Word */
/** @typedef {import("./details.js").Written} Written */

/** The server, seen from where it serves the script: …/widget/errata.js, or below a version. */
const HOME = import.meta.url.replace(/widget\/[^?#]*$/, "");

/** What one element is about: its answer and voter, the word on it, and how that is shown. */
function makeAffair(/** @type {HTMLElement} */ element) {
  const root = element.attachShadow({ mode: "open" });
  const stated = (/** @type {string} */ name) => element.getAttribute(name) ?? meta(name);
  const answer = () => element.getAttribute("answer") ?? "";
  const voter = () => voterOf(element.getAttribute("token") ?? meta("person"));
  const at = () => {
    const server = new URL(stated("server") || HOME, document.baseURI).href;
    return { server, key: stated("key") };
  };
  /** What the reader wants to have said, and what the server is known to have. */
  let word = nothing;
  let recorded = nothing;
  let detailing = false;
  let slot = "";
  let end = () => {};
  let language = "";
  /** @type {any} */
  let words;
  /** @type {ReturnType<makeFace>} */
  let face;
  /** Where the answer comes from, as the server has it. @type {any} */
  let served;

  const acts = {
    up: () => vote(withThumb(word, "up")),
    down: () => vote(withThumb(word, "down"), true),
    verify: () => vote(withVerify(word), !word.reasons.includes(VERIFY)),
    takeBack: () => vote(nothing),
    open,
    flag: (/** @type {any} */ flag) => say(withFlag(word, flag)),

    /** Details go with the thumb, as a second event: what is sent is always the whole word. */
    send(/** @type {Written} */ written) {
      const verify = word.reasons.filter((code) => code === VERIFY);
      const reasons = written.reasons ? [...written.reasons, ...verify] : word.reasons;
      detailing = true;
      say({ ...word, ...written, reasons });
    },
  };

  /** Speak the page's language; go on where an earlier page was cut off, or with what it said. */
  async function begin() {
    const spoken = languageOf(element);
    const table = await wordsIn(spoken);
    if (!element.isConnected || spoken !== languageOf(element)) return;
    if (spoken !== language) {
      language = spoken;
      words = table;
      face = makeFace(root, words, language, acts);
      face.paint(word);
    }
    const now = slotOf(at().server, voter().id, answer());
    face.whole.hidden = !answer();
    end();
    if (!answer()) return;
    end = listen(now, hear);
    if (now !== slot) {
      const waiting = kept(now);
      slot = now;
      served = undefined;
      stand(waiting?.word ?? nothing);
      recorded = nothing;
      face.tell(waiting ? words.waiting : "");
      recall();
    }
    showSources();
    resume(voter());
  }

  function stand(/** @type {Word} */ now) {
    word = recorded = now;
    face.paint(word);
    face.details()?.fill(word);
  }

  /** What the reader said earlier, if they have said nothing since; and where the answer is from. */
  async function recall() {
    const asked = slot;
    const own = await mine(at(), voter(), answer());
    if (!own || asked !== slot) return;
    served = own.provenance ?? undefined;
    if (own.word && word === nothing) {
      stand(asWord(own.word));
      const stood = word;
      import("./told.js").then(
        ({ tell }) => word === stood && tell(own, language, words, face, kit()),
        () => {}, // a host that serves older files
      );
    }
    showSources();
  }

  /** What is fetched later works with. */
  const kit = () => [make, button, dayIn, filled, call, at(), voter()];

  /** Where the answer comes from, as the host states it, or else the server has it. */
  function provenance() {
    const json = element.getAttribute("provenance");
    return json ? JSON.parse(json) : served;
  }

  function showSources() {
    face.sources.show(provenance(), word.flags);
    face.details()?.about(text(), word);
  }

  /** Where the page shows the answer. */
  function shown() {
    const page = /** @type {Document|ShadowRoot} */ (element.getRootNode());
    return page.getElementById?.(element.getAttribute("for") ?? "");
  }

  function text() {
    return provenance()?.text || shown()?.textContent?.trim() || "";
  }

  /** Record the word at once; `ask` for details where there is something to explain. */
  function vote(/** @type {Word} */ now, ask = false) {
    const gone = isNothing(now);
    const flipped = word.rating && word.rating !== now.rating;
    if (gone || flipped) face.details()?.fill(now, !gone);
    say(now);
    if (ask && !gone) open();
    else if (flipped) face.close();
  }

  function say(/** @type {Word} */ now) {
    word = now;
    face.paint(word);
    face.tell(words.sending);
    face.message.replaceChildren();
    send(voter(), { ...at(), answer: answer(), word });
  }

  /** What came of a word. A refused newest one is said, and the one before stands again. */
  function hear(/** @type {any} */ { kind, word: said, latest, receipt, problem }) {
    if (kind === "recorded") recorded = said;
    if (latest) {
      if (kind === "waiting") face.tell(words.waiting);
      else settle(kind, receipt, problem);
    }
    const traits = { detail: problem ?? receipt, bubbles: true, composed: true };
    if (kind !== "elsewhere") element.dispatchEvent(new CustomEvent(`errata:${kind}`, traits));
  }

  /** @param {string} kind @param {any} receipt @param {any} problem */
  function settle(kind, receipt, problem) {
    if (kind === "elsewhere") {
      word = nothing;
      recall();
    } else if (kind === "refused") {
      word = recorded;
      face.paint(word);
      const why = words[problem.code] ?? problem.detail ?? problem.code;
      face.tell(`${words.refused} ${why}`, "", true);
    } else {
      const told = isNothing(word) ? words.takenBack : words.recorded;
      face.tell(told, receipt && `${words.receipt} ${receipt.id}`);
      if (detailing) face.close();
    }
    detailing = false;
  }

  async function open() {
    const details = face.open(word);
    details.about(text(), word);
    const selection = document.getSelection();
    if (shown()?.contains(selection?.anchorNode ?? null)) details.quote(`${selection}`.trim());
    details.offer(await reasonsOf(at(), language), word);
  }

  return { begin, end: () => end() };
}

function meta(/** @type {string} */ name) {
  return document.querySelector(`meta[name="errata-${name}"]`)?.getAttribute("content") ?? "";
}

class ErrataFeedback extends HTMLElement {
  static observedAttributes = ["answer", "token", "key", "server", "lang", "provenance"];
  #affair = makeAffair(this);

  connectedCallback() {
    this.#affair.begin();
  }

  disconnectedCallback() {
    this.#affair.end();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#affair.begin();
  }
}

if (!customElements.get("errata-feedback")) {
  customElements.define("errata-feedback", ErrataFeedback);
}
