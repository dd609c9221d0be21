/**
 * What waits to be sent, one item for each answer and voter, so that it outlives the page.
 * Where storage is denied, it lives as long as the page.
 */

const PREFIX = "errata:outbox:";
const memory = new Map();

/** @param {string} slot @param {object} entry */
export function keep(slot, entry) {
  memory.set(slot, entry);
  try {
    localStorage.setItem(PREFIX + slot, JSON.stringify(entry));
  } catch {} // denied or full
}

/** @param {string} slot */
export function kept(slot) {
  try {
    const text = localStorage.getItem(PREFIX + slot);
    if (text) return JSON.parse(text);
  } catch {} // denied, or somebody else's text
  return memory.get(slot);
}

/** @param {string} slot */
export function drop(slot) {
  memory.delete(slot);
  try {
    localStorage.removeItem(PREFIX + slot);
  } catch {} // denied
}

export function slots() {
  const found = new Set(memory.keys());
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX)) found.add(name.slice(PREFIX.length));
    }
  } catch {} // denied
  return found;
}
