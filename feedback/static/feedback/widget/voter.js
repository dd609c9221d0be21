/**
 * Who is voting: the person that the host vouches for by a signed token, or else a visitor.
 * The server checks the token; here it is only read, to keep people on one browser apart.
 *
 * @typedef {object} Voter
 * @property {string} id "person:…" or "visitor:…"
 * @property {string} visitor the visitor's id, or ""
 * @property {string} token the host's token, or ""
 * @property {string} answer the one answer that the token is good for, or "" for any
 */

import { load, save } from "./store.js";

const VISITOR = "errata:visitor";
let visitorHere = "";

/** 128 bits of chance; `randomUUID` is not there on plain-http pages. */
export function chance() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}

/** @param {string} token @returns {Voter} */
export function voterOf(token) {
  if (!token) {
    const visitor = (visitorHere ||= load(VISITOR) || chance());
    return { id: `visitor:${visitor}`, visitor, token, answer: "" };
  }
  const { sub = token, answer = "" } = claimsOf(token);
  return { id: `person:${sub}`, visitor: "", token, answer };
}

/** A visitor is remembered from their first word on: who only reads leaves no trace. */
export function remember(/** @type {Voter} */ { visitor }) {
  if (visitor && !load(VISITOR)) save(VISITOR, visitor);
}

function claimsOf(/** @type {string} */ token) {
  try {
    const letters = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {}; // the server will say what is wrong with it
  }
}
