// Draws every chart of the page from the specifications in it, in the page's own colours.
// Each is drawn anew when the colour scheme changes; the tables beside them need none of this.
// How they look is said once more in Python (kit/look.py), for pictures outside of pages.

/** The computed value of a colour token: custom properties alone keep light-dark() unresolved. */
function colour(token) {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  probe.hidden = true;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Vega-Lite's configuration, from the page's tokens: one hue for each meaning. */
function look() {
  const [sheet, ink, muted, line] = ["--sheet", "--ink", "--muted", "--line"].map(colour);
  const hues = ["use", "say", "harm", "quiet", "mark"].map((hue) => [hue, { color: colour(`--${hue}`) }]);
  const { use, say, mark } = Object.fromEntries(hues);
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent",
    font,
    axis: {
      aria: false,
      labelColor: muted, titleColor: muted, gridColor: line, domainColor: line, tickColor: line,
      labelFontSize: 11, labelFlush: false, titleFontWeight: 400,
    },
    axisX: { grid: false, labelOverlap: "greedy", labelSeparation: 8 },
    view: { stroke: null },
    mark: { color: say.color, aria: false }, // the drawing as a whole has a name, and a table beside it
    range: { heatmap: [sheet, use.color] },
    style: {
      band: { fillOpacity: 0.18 },
      trend: { strokeWidth: 2 },
      week: { filled: true, size: 28 },
      release: { color: mark.color, strokeDash: [3, 3], strokeWidth: 1.25 },
      "release-name": { color: mark.color, align: "left", baseline: "top", dx: 4, fontSize: 11 },
      words: { color: ink, fontSize: 11 },
      ...Object.fromEntries(hues),
      ...Object.fromEntries(hues.map(([hue, { color }]) => [`${hue}-line`, { stroke: color }])),
      "guide-label": { font }, "group-title": { fill: ink },
    },
  };
}

const options = {
  ast: true, // no code is made of the specification, so that script-src 'self' holds
  actions: false,
  defaultStyle: false,
  renderer: "svg",
  tooltip: { disableDefaultStyle: true },
};

const drawn = [];

/** Draws what stands in a part of the page. */
async function draw(part) {
  const config = look();
  const plots = [...part.querySelectorAll("script.drawn")].flatMap((script) => JSON.parse(script.textContent));
  drawn.push(
    ...(await Promise.all(
      plots.map(({ id, spec }) => window.vegaEmbed(document.getElementById(id), spec, { ...options, config })),
    )),
  );
  document.documentElement.dataset.charts = "drawn";
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const { view } of drawn.splice(0)) view.finalize();
  draw(document);
});
// What comes later: htmx tells of the page as a whole too.
document.addEventListener("htmx:load", ({ detail }) => detail.elt !== document.body && draw(detail.elt));
draw(document);
