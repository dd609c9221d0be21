/** Asks the server, without cookies. */

/** @typedef {{server: string, key: string}} At */

/** @param {At} at @param {string} path @param {string} token @param {RequestInit} more */
export function call({ server, key }, path, token, more = {}) {
  return fetch(new URL(`api/v1/${path}`, server), {
    credentials: "omit",
    signal: AbortSignal.timeout(10_000),
    headers: {
      Authorization: `Bearer ${key}`,
      ...(token && { "Errata-Person": token }),
      ...(more.body && { "Content-Type": "application/json" }),
    },
    ...more,
  });
}

/** What the server says, or nothing. @param {At} at @param {string} path @param {string} token */
async function read(at, path, token = "") {
  try {
    const response = await call(at, path, token);
    return response.ok && (await response.json());
  } catch {} // as good as nothing
}

/** The project's reasons; the browser keeps them for a while. Nothing where they can't be had. */
export async function reasonsOf(/** @type {At} */ at, /** @type {string} */ language) {
  const told = await read(at, `reasons?lang=${language}`);
  return /** @type {{code: string, label: string}[]|undefined} */ (told?.reasons);
}

const MOST = 50; // the API takes 100; addresses shouldn't get too long
/** @type {Map<string, [string, (own: any) => void][]>} */
const asking = new Map();

/**
 * What the voter said of an answer earlier, what became of it, and where the answer comes from;
 * nothing where that can't be had. All elements of a page ask together.
 *
 * @param {At} at @param {import("./voter.js").Voter} voter @param {string} answer
 */
export function mine(at, { token, visitor }, answer) {
  return new Promise((tell) => {
    const group = JSON.stringify([at, token, visitor]);
    if (!asking.size) setTimeout(askAll);
    asking.set(group, [...(asking.get(group) ?? []), [answer, tell]]);
  });
}

function askAll() {
  for (const [group, all] of asking) {
    for (const [at, token, visitor] = JSON.parse(group); all.length; ) {
      const some = all.splice(0, MOST);
      const query = new URLSearchParams(some.map(([answer]) => ["answer", answer]));
      if (visitor) query.set("visitor", visitor);
      read(at, `mine?${query}`, token).then((told) => {
        for (const [answer, tell] of some)
          tell(told?.answers?.find((/** @type {any} */ own) => own.answer === answer));
      });
    }
  }
  asking.clear();
}
