/**
 * What became of an earlier word: where it stands, what the team says, and whether it is right now.
 * Fetched where there is something to tell, in all languages; what it needs is handed to it.
 */

/** @type {Record<string, Record<string, string>>} */
const TABLES = {
  ar: {
    received: "رأيك: تم استلامه",
    "under review": "رأيك: قيد المراجعة",
    "being fixed": "رأيك: يجري الإصلاح",
    fixed: "رأيك: أُصلح في {}",
    declined: "رأيك: رُفض في {}",
    fresh: "جديد:",
    changed: "ما الذي تغير:",
    why: "السبب:",
    ask: "هل هي صحيحة الآن؟",
    yes: "نعم",
    no: "لا، ما زالت خاطئة",
    failed: "لم يُسجّل. حاول مرة أخرى.",
  },
  de: {
    received: "Ihre Rückmeldung: eingegangen",
    "under review": "Ihre Rückmeldung: wird geprüft",
    "being fixed": "Ihre Rückmeldung: wird behoben",
    fixed: "Ihre Rückmeldung: behoben am {}",
    declined: "Ihre Rückmeldung: abgelehnt am {}",
    fresh: "Neu:",
    changed: "Was sich geändert hat:",
    why: "Warum:",
    ask: "Stimmt es jetzt?",
    yes: "Ja",
    no: "Nein, immer noch falsch",
    failed: "Nicht gespeichert. Bitte noch einmal.",
  },
  en: {
    received: "You said this: received",
    "under review": "You said this: under review",
    "being fixed": "You said this: being fixed",
    fixed: "You said this: fixed on {}",
    declined: "You said this: declined on {}",
    fresh: "New:",
    changed: "What changed:",
    why: "Why:",
    ask: "Is it right now?",
    yes: "Yes",
    no: "No, still wrong",
    failed: "Not recorded. Please try again.",
  },
  es: {
    received: "Su opinión: recibida",
    "under review": "Su opinión: en revisión",
    "being fixed": "Su opinión: se está corrigiendo",
    fixed: "Su opinión: corregido el {}",
    declined: "Su opinión: rechazada el {}",
    fresh: "Nuevo:",
    changed: "Qué ha cambiado:",
    why: "Por qué:",
    ask: "¿Es correcto ahora?",
    yes: "Sí",
    no: "No, sigue mal",
    failed: "No se guardó. Inténtelo de nuevo.",
  },
  fr: {
    received: "Votre avis : reçu",
    "under review": "Votre avis : à l’examen",
    "being fixed": "Votre avis : en cours de correction",
    fixed: "Votre avis : corrigé le {}",
    declined: "Votre avis : refusé le {}",
    fresh: "Nouveau :",
    changed: "Ce qui a changé :",
    why: "Pourquoi :",
    ask: "Est-ce juste maintenant ?",
    yes: "Oui",
    no: "Non, toujours faux",
    failed: "Non enregistré. Veuillez réessayer.",
  },
  zh: {
    received: "您的反馈：已收到",
    "under review": "您的反馈：审核中",
    "being fixed": "您的反馈：修正中",
    fixed: "您的反馈：已于{}修正",
    declined: "您的反馈：已于{}谢绝",
    fresh: "新：",
    changed: "更改内容：",
    why: "原因：",
    ask: "现在正确吗？",
    yes: "是",
    no: "不，仍然有误",
    failed: "未记录，请重试。",
  },
};

/**
 * Tell it by the face's status and in its place for messages.
 *
 * @param {any} own the word, its state and its message, as the API gives them
 * @param {string} language @param {any} words the script's, a page's own among them
 * @param {any} face
 * @param {any[]} kit of the script, and where the server is and who reads
 */
export function tell(own, language, words, face, kit) {
  const [make, button, dayIn, filled, call, at, { token, visitor }] = kit;
  const said = { ...TABLES[language], ...words };
  const { answer, word, state, changed_on: since, message } = own;
  const receipt = `${words.receipt} ${word.id}`;
  const { notice, asks, right } = message ?? {};
  // What was told may be behind: then only the state is shown.
  const current = notice?.state === state && notice;
  const fresh = current && !current.read_at;
  const stands = filled(said[state] ?? "", dayIn(language, since));
  face.tell(fresh && !current.says ? `${said.fresh} ${stands}` : stands, receipt);
  const shown = [current?.says && news(), asks && question()].filter(Boolean);
  face.message.replaceChildren(...shown);
  if (fresh) whenSeen(face.whole, () => post("notices/read", { notices: [current.id], answer }));

  /** Whether the server took what the reader says. */
  function post(/** @type {string} */ path, /** @type {object} */ body) {
    const more = { method: "POST", body: JSON.stringify({ ...body, visitor }) };
    return call(at, path, token, more).then(
      (/** @type {Response} */ { ok }) => ok,
      () => false,
    );
  }

  function news() {
    const lead = state === "declined" ? said.why : said.changed;
    return make(
      "p",
      { part: "news" },
      fresh && make("b", {}, `${said.fresh} `),
      `${lead} `,
      make("span", { dir: "auto" }, current.says),
    );
  }

  function question() {
    const choices = [true, false].map((value) =>
      button(() => choose(value), {}, value ? said.yes : said.no),
    );
    const paint = (/** @type {boolean|null} */ chosen) =>
      choices.forEach((one, place) => one.setAttribute("aria-pressed", `${chosen === !place}`));

    async function choose(/** @type {boolean} */ value) {
      const taken = await post(`feedback/${word.id}/follow-up`, { right: value });
      if (taken) paint(value);
      face.tell(taken ? words.recorded : said.failed, receipt, !taken);
    }

    paint(right);
    const group = { role: "group", "aria-label": said.ask, part: "question", class: "row" };
    return make("div", group, make("span", {}, said.ask), ...choices);
  }
}

/** Once, when it comes into view. @param {Element} element @param {() => void} act */
function whenSeen(element, act) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    act();
  });
  watch.observe(element);
}
