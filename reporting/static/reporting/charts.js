// Draws every chart of the page from the specifications in it, in the page's own colours.
// Each is drawn anew when the colour scheme changes; the tables beside them need none of this.

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

/** Vega-Lite's configuration, from the page's tokens. */
function look() {
  const [ink, muted, line, accent, warn] = ["--ink", "--muted", "--line", "--accent", "--warn"].map(colour);
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent",
    font,
    axis: {
      aria: false,
      labelColor: muted, titleColor: muted, gridColor: line, domainColor: line, tickColor: line,
      labelFontSize: 11, labelFlush: false, titleFontWeight: 400,
    },
    axisX: { grid: false, labelOverlap: "greedy" },
    view: { stroke: null },
    mark: { color: accent, aria: false }, // the drawing as a whole has a name, and a table beside it
    style: {
      band: { fillOpacity: 0.18 },
      trend: { strokeWidth: 2 },
      week: { filled: true, stroke: accent, size: 28 },
      release: { color: warn, strokeDash: [3, 3], strokeWidth: 1.25 },
      "release-name": { color: warn, align: "left", baseline: "top", dx: 4, fontSize: 11 },
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

const plots = JSON.parse(document.getElementById("plots")?.textContent ?? "[]");
let drawn = [];

async function draw() {
  for (const { view } of drawn.splice(0)) view.finalize();
  const config = look();
  drawn = await Promise.all(
    plots.map(({ id, spec }) => window.vegaEmbed(document.getElementById(id), spec, { ...options, config })),
  );
  document.documentElement.dataset.charts = "drawn";
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
draw();
