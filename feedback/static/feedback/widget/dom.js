/** Elements without innerHTML: nothing here can run or break a page's content policy. */

/**
 * @param {string} tag
 * @param {Record<string, string|boolean|Function>} traits attributes; functions listen to the
 *   event of that name; false leaves out
 * @param {...(Node|string|false|undefined)} children what is false or empty is left out
 */
export function make(tag, traits = {}, ...children) {
  return dress(document.createElement(tag), traits, children);
}

/** @param {(event: any) => void} click @param {any} traits @param {...(Node|string)} children */
export function button(click, traits, ...children) {
  return make("button", { type: "button", click, ...traits }, ...children);
}

/** A control under its name. @param {string} name @param {...HTMLElement} controls */
export function named(name, ...controls) {
  return make("label", { class: "stack" }, make("b", {}, name), ...controls);
}

/**
 * @template {Element} T
 * @param {T} element @param {Record<string, any>} traits @param {any[]} children
 */
function dress(element, traits, children = []) {
  for (const [name, value] of Object.entries(traits)) {
    if (value.call) element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

const THUMB =
  "M3 11h4v9H3zM7 11l4-8q3 0 3 3l-1 4h6q2 0 2 2l-2 7q0 1-2 1H7";
const ICONS = {
  up: { d: THUMB, class: "filled" },
  down: { d: THUMB, class: "filled", transform: "rotate(180 12 12)" },
  verify: { d: "M10 3a7 7 0 1 1 0 15 7 7 0 0 1 0-15m6 13 5 5M8 8a2 2 0 1 1 3 2l-1 2m0 2v1" },
};

/** A picture that says nothing to screen readers: the button has its words. */
export function icon(/** @type {keyof typeof ICONS} */ name) {
  const draw = (/** @type {string} */ tag, /** @type {any} */ traits, /** @type {any[]} */ inside) =>
    dress(document.createElementNS("http://www.w3.org/2000/svg", tag), traits, inside);
  const path = draw("path", ICONS[name], []);
  return draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, [path]);
}
