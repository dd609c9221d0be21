/**
 * What the browser keeps. Where storage is denied, it lives as long as the page. What waits to be
 * sent is one item for each answer and voter, so that it outlives the page.
 */

const PREFIX = "errata:outbox:";
/** @type {Map<string, any>} */
const memory = new Map();

/** @template T @param {(storage: Storage) => T} act @returns {T|undefined} */
function stored(act) {
  try {
    return act(localStorage);
  } catch {} // denied or full
}

/** What is stored under the name; nothing where storage is denied. */
export function load(/** @type {string} */ name) {
  return stored((storage) => storage.getItem(name));
}

export function save(/** @type {string} */ name, /** @type {string} */ text) {
  stored((storage) => storage.setItem(name, text));
}

/** @param {string} slot @param {object} entry */
export function keep(slot, entry) {
  memory.set(slot, entry);
  save(PREFIX + slot, JSON.stringify(entry));
}

/** @param {string} slot */
export function kept(slot) {
  try {
    return JSON.parse(load(PREFIX + slot) ?? "");
  } catch {
    return memory.get(slot); // there is none, or somebody else's text
  }
}

/** @param {string} slot */
export function drop(slot) {
  memory.delete(slot);
  stored((storage) => storage.removeItem(PREFIX + slot));
}

export function slots() {
  const names = stored(Object.keys) ?? [];
  const waiting = names.filter((name) => name.startsWith(PREFIX));
  return new Set([...memory.keys(), ...waiting.map((name) => name.slice(PREFIX.length))]);
}
