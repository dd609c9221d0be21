/**
 * Text, lines and tints take the host's own colour, so they read wherever the host's text does.
 * Hosts may set --errata-accent, --errata-on-accent and --errata-round, and style the parts.
 * Nothing moves. Borders, weights and underlines tell states, so forced colours lose none.
 */
export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host { display: block; font-size: .875rem; line-height: 1.4;
  --accent: var(--errata-accent, light-dark(#0b5a8a, #7fc1ec));
  --line: color-mix(in srgb, currentColor 60%, transparent); }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; margin: 0; }
.row, button, fieldset, .choice { display: flex; flex-wrap: wrap; align-items: center;
  gap: .375rem; }
.stack, ol { display: grid; gap: .5rem; }
fieldset { padding: 0; border: 0; column-gap: 1rem; }
button, select, textarea, form { padding: .25rem .625rem; border: 1px solid var(--line);
  border-radius: var(--errata-round, .375rem); background: none; color: inherit; font: inherit; }
button, summary, select, .choice { min-height: 1.75rem; }
button:hover, [role=button]:hover, [aria-pressed=true] {
  background: color-mix(in srgb, currentColor 10%, transparent); }
[aria-pressed=true] { border-color: currentColor; }
button[aria-pressed=true], .send, b, .refused { font-weight: 600; }
.plain { border-color: transparent; text-decoration: underline; }
button.send { background: var(--accent);
  color: var(--errata-on-accent, light-dark(#fff, #0c1a24)); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
svg { width: 1.125rem; fill: none; stroke: currentColor; stroke-width: 1.75; }
[aria-pressed=true] .filled { fill: currentColor; }
form { margin-top: .5rem; padding: .75rem; max-width: 40rem; }
textarea, select { background: Field; color: FieldText; max-width: 100%; }
textarea { width: 100%; max-height: 20rem; field-sizing: content; min-height: 4rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; padding-inline-start: .5rem;
  border-inline-start: 3px solid var(--line); }
a { color: inherit; }
[role=button], summary { cursor: pointer; }
del, p [aria-pressed=true] { background: #f004; }
p [aria-pressed=true] { text-decoration: underline wavy; }
ins { background: #0a04; }
ol { padding: .25rem 1.5rem .75rem; }
`);
