/**
 * Text and lines take the host's own colour, so they read wherever the host's text does. Where
 * the widget brings a ground of its own, it brings the colour on it too. Hosts may set
 * --errata-accent, --errata-on-accent and --errata-round, and style the parts.
 */
export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host { display: block; font: inherit; font-size: .875rem; line-height: 1.4; color: inherit;
  --own-accent: var(--errata-accent, light-dark(#0b5a8a, #7fc1ec));
  --own-on-accent: var(--errata-on-accent, light-dark(#fff, #0c1a24));
  --own-round: var(--errata-round, .375rem);
  --own-line: color-mix(in srgb, currentColor 60%, transparent);
  --own-tint: color-mix(in srgb, currentColor 10%, transparent); }
:host([hidden]), [hidden] { display: none !important; }
*, ::before { box-sizing: border-box; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem; }
button { display: inline-flex; align-items: center; gap: .375rem; min-block-size: 2rem;
  padding: .125rem .625rem; border: 1px solid var(--own-line); border-radius: var(--own-round);
  background: none; color: inherit; font: inherit; cursor: pointer; }
button:hover { background: var(--own-tint); }
button[aria-pressed=true] { background: var(--own-tint); box-shadow: inset 0 0 0 1px currentColor;
  border-color: currentColor; font-weight: 600; }
.plain { border-color: transparent; text-decoration: underline; text-underline-offset: .15em;
  padding-inline: .25rem; }
.send { background: var(--own-accent); border-color: var(--own-accent); color: var(--own-on-accent);
  font-weight: 600; }
.send:hover { background: var(--own-accent); filter: brightness(1.1); }
:focus-visible { outline: .1875rem solid var(--own-accent); outline-offset: .125rem; }
svg { inline-size: 1.125rem; block-size: 1.125rem; flex: none; fill: none; stroke: currentColor;
  stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
[aria-pressed=true] .filled { fill: currentColor; }
.status { min-block-size: 1.4em; }
.status:empty { min-block-size: 0; }
.status.refused { font-weight: 600; }
form { display: grid; gap: .75rem; margin-block-start: .5rem; padding: .75rem;
  border: 1px solid var(--own-line); border-radius: var(--own-round); max-inline-size: 40rem; }
fieldset { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr));
  gap: .125rem .75rem; margin: 0; padding: 0; border: 0; min-inline-size: 0; }
legend, .field > span { padding: 0; margin-block-end: .25rem; font-weight: 600; }
.field { display: grid; }
.choice { display: flex; align-items: center; gap: .5rem; min-block-size: 1.75rem; }
input { inline-size: 1.125rem; block-size: 1.125rem; margin: 0; flex: none;
  accent-color: var(--own-accent); }
textarea { inline-size: 100%; min-block-size: 4rem; padding: .375rem .5rem; resize: vertical;
  border: 1px solid var(--own-line); border-radius: var(--own-round); background: Field;
  color: FieldText; font: inherit; }
p { margin: 0; }
@media (prefers-reduced-motion: no-preference) {
  button { transition: background-color .12s; }
}
@media (forced-colors: active) {
  button[aria-pressed=true] { background: Highlight; color: HighlightText;
    forced-color-adjust: none; }
}
`);
