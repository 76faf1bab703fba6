// Draws lines over two logarithmic axes as a plain SVG that is readable on light and on dark pages.

const WIDTH = 760;
const HEIGHT = 380;
const PLOT = { left: 70, right: 600, top: 50, bottom: 310 };

/**
 * Returns the SVG of a line chart.
 *
 * @typedef {object} Line
 * @property {string} label
 * @property {readonly (readonly [x: number, y: number])[]} points both coordinates above 0
 *
 * @param {object} chart
 * @param {string} chart.title
 * @param {string} chart.xLabel
 * @param {string} chart.yLabel
 * @param {readonly Line[]} chart.lines
 * @param {string} chart.footer
 * @returns {string}
 */
export function lineChart({ title, xLabel, yLabel, lines, footer }) {
  const all = lines.flatMap(({ points }) => points);
  const x = logScale(
    all.map(([value]) => value),
    PLOT.left,
    PLOT.right,
  );
  const y = logScale(
    all.map(([, value]) => value),
    PLOT.bottom,
    PLOT.top,
  );
  const xTicks = [...new Set(all.map(([value]) => value))];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(title)}">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 14px; font-weight: 600 }
    .footer { font-size: 12px; fill: #59636e }
    .grid { stroke: #d1d9e0; stroke-width: 1 }
    .line { fill: none; stroke-width: 2.5 }
    .line-0 { stroke: #0969da } .dot-0 { fill: #0969da }
    .line-1 { stroke: #bc4c00 } .dot-1 { fill: #bc4c00 }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .footer { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .line-0 { stroke: #4493f8 } .dot-0 { fill: #4493f8 }
      .line-1 { stroke: #db6d28 } .dot-1 { fill: #db6d28 }
    }
  </style>
  <text x="0" y="20" class="title">${escapeXml(title)}</text>
  <text x="0" y="40" class="footer">${escapeXml(yLabel)}</text>
${powersOfTen(y.low, y.high)
  .map((value) => horizontal(value, y.at(value)))
  .join('\n')}
${xTicks.map((value) => `  <text x="${x.at(value).toFixed(1)}" y="${PLOT.bottom + 20}" text-anchor="middle">${format(value)}</text>`).join('\n')}
  <text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 40}" text-anchor="middle" class="footer">${escapeXml(xLabel)}</text>
${lines.map((line, index) => drawLine(line, index, x.at, y.at)).join('\n')}
  <text x="0" y="${HEIGHT - 8}" class="footer">${escapeXml(footer)}</text>
</svg>
`;
}

/**
 * @param {number} value
 * @param {number} y
 */
function horizontal(value, y) {
  const at = y.toFixed(1);
  return `  <line x1="${PLOT.left}" y1="${at}" x2="${PLOT.right}" y2="${at}" class="grid"/>
  <text x="${PLOT.left - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end">${format(value)}</text>`;
}

/**
 * @param {Line} line
 * @param {number} index
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function drawLine({ label, points }, index, x, y) {
  const places = points.map(([px, py]) => [x(px).toFixed(1), y(py).toFixed(1)]);
  const [lastX = '0', lastY = '0'] = places.at(-1) ?? [];
  return `  <polyline points="${places.map((place) => place.join(',')).join(' ')}" class="line line-${index}"/>
${places.map(([px, py]) => `  <circle cx="${px}" cy="${py}" r="3.5" class="dot-${index}"/>`).join('\n')}
  <text x="${(Number(lastX) + 10).toFixed(1)}" y="${(Number(lastY) + 4).toFixed(1)}">${escapeXml(label)}</text>`;
}

/**
 * Returns a scale from the power of ten below the values to the power of ten above them.
 *
 * @param {readonly number[]} values
 * @param {number} from coordinate of the lower end
 * @param {number} to coordinate of the upper end
 */
function logScale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  const at = (/** @type {number} */ value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  return { low, high, at };
}

/**
 * @param {number} low
 * @param {number} high
 */
function powersOfTen(low, high) {
  return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

/** @param {number} value */
function format(value) {
  return value >= 1 ? value.toLocaleString('en-US') : String(Number(value.toPrecision(2)));
}

/** @param {string} text */
function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
