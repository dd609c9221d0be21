/** Elements without innerHTML: nothing here can run or break a page's content policy. */

/**
 * @param {string} tag
 * @param {Record<string, string|boolean|EventListener>} traits attributes; functions listen to
 *   the event of that name; false leaves out
 * @param {...(Node|string)} children
 */
export function make(tag, traits = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const THUMB =
  "M3 11h4v9H3zM7 11l4-8c2 0 3 1.2 2.7 3L13 10h5.6a2 2 0 0 1 2 2.4l-1.3 6a2 2 0 0 1-2 1.6H7";
const ICONS = {
  up: { d: THUMB, class: "filled" },
  down: { d: THUMB, class: "filled", transform: "rotate(180 12 12)" },
  verify: {
    d:
      "M10.5 3a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15m5.5 13 5 5" +
      "M8.3 8.6a2.3 2.3 0 1 1 3.4 2c-.8.5-1.2.9-1.2 1.7m0 2.4v.2",
  },
};

/** A picture that says nothing to screen readers: the button has its words. */
export function icon(/** @type {keyof typeof ICONS} */ name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = svg.appendChild(document.createElementNS(space, "path"));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const [trait, value] of Object.entries(ICONS[name])) path.setAttribute(trait, value);
  return svg;
}
