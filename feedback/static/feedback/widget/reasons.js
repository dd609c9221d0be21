/** The project's reasons, asked for once a page and project, when first needed. */

/** @typedef {{code: string, label: string}} Reason */

/** @type {Map<string, Promise<Reason[]>>} */
const asked = new Map();

/** @param {string} server @param {string} key @returns {Promise<Reason[]>} */
export function reasonsOf(server, key) {
  const name = `${server} ${key}`;
  if (!asked.has(name)) {
    asked.set(name, ask(server, key));
    asked.get(name)?.catch(() => asked.delete(name)); // the next panel asks again
  }
  return /** @type {Promise<Reason[]>} */ (asked.get(name));
}

async function ask(/** @type {string} */ server, /** @type {string} */ key) {
  const response = await fetch(new URL("api/v1/reasons", server), {
    credentials: "omit",
    headers: { Authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`reasons: ${response.status}`);
  return (await response.json()).reasons;
}
