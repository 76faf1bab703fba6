// Quality against latency as a plain SVG that reads on light and on dark pages: up and left is better.
import { SYSTEMS } from './systems.mjs';

const WIDTH = 760;
const HEIGHT = 420;
const PLOT = { left: 60, right: 560, top: 60, bottom: 340 };
const COLOURS = ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#bf3989', '#9a6700', '#57606a', '#cf222e'];

/**
 * @param {readonly import('./measure-set.mjs').Row[]} rows
 * @param {string} footer where and how they were measured
 */
export function qualityChart(rows, footer) {
  const points = rows.filter(({ metric }) => metric === 'ndcg@10');
  const sets = [...new Set(points.map(({ set }) => set))];
  const low = Math.floor(Math.log10(Math.min(...points.map(({ p95Ms }) => p95Ms))) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...points.map(({ p95Ms }) => p95Ms))) - 1e-9));
  const floor = Math.min(0.9, Math.floor(Math.min(...points.map(({ value }) => value)) * 10) / 10);
  const x = (/** @type {number} */ ms) =>
    PLOT.left + ((Math.log10(ms) - low) / (high - low)) * (PLOT.right - PLOT.left);
  const y = (/** @type {number} */ value) => PLOT.bottom - ((value - floor) / (1 - floor)) * (PLOT.bottom - PLOT.top);
  const title = 'nDCG@10 against the 95th percentile of latency; up and left is better';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(title)}">
  <style>
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .title { font-size: 14px; font-weight: 600 }
    .footer { font-size: 12px; fill: #59636e }
    .grid { stroke: #d1d9e0; stroke-width: 1 }
    .mark { font-size: 11px; font-weight: 600; fill: #ffffff; text-anchor: middle }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .footer { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .mark { fill: #ffffff }
    }
  </style>
  <text x="0" y="20" class="title">${escapeXml(title)}</text>
${ticks(floor)
  .map((value) => horizontal(value, y(value)))
  .join('\n')}
${Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))
  .map(
    (ms) =>
      `  <text x="${x(ms).toFixed(1)}" y="${PLOT.bottom + 20}" text-anchor="middle">${Number(ms.toPrecision(2)).toLocaleString('en-US')}</text>`,
  )
  .join('\n')}
  <text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 40}" text-anchor="middle" class="footer">milliseconds per query, 95th percentile</text>
${points.map((row) => mark(row, { x: x(row.p95Ms), y: y(row.value), colour: colourOf(sets.indexOf(row.set)) })).join('\n')}
${legend(sets, points)}
  <text x="0" y="${HEIGHT - 8}" class="footer">${escapeXml(footer)}</text>
</svg>
`;
}

/** @param {number} floor */
function ticks(floor) {
  return Array.from({ length: Math.round((1 - floor) * 10) + 1 }, (_, index) => floor + index / 10);
}

/**
 * @param {number} value
 * @param {number} at
 */
function horizontal(value, at) {
  return `  <line x1="${PLOT.left}" y1="${at.toFixed(1)}" x2="${PLOT.right}" y2="${at.toFixed(1)}" class="grid"/>
  <text x="${PLOT.left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${value.toFixed(1)}</text>`;
}

/**
 * A dot with the number of its system, and what it is for those who point at it.
 *
 * @param {import('./measure-set.mjs').Row} row
 * @param {{ x: number, y: number, colour: string }} place
 */
function mark({ set, system, value, p95Ms }, { x, y, colour }) {
  const name = `${set}, ${labelOf(system)}: nDCG@10 ${value.toFixed(3)}, ${p95Ms.toFixed(1)} ms`;
  return `  <g><title>${escapeXml(name)}</title><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="8.5" fill="${colour}"/><text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" class="mark">${numberOf(system)}</text></g>`;
}

/**
 * @param {readonly string[]} sets
 * @param {readonly import('./measure-set.mjs').Row[]} points
 */
function legend(sets, points) {
  const left = PLOT.right + 30;
  const systems = SYSTEMS.filter(({ id }) => points.some(({ system }) => system === id));
  const names = systems.map(({ id, label }, index) => {
    return `  <text x="${left}" y="${PLOT.top + index * 20}">${numberOf(id)}  ${escapeXml(label)}</text>`;
  });
  const top = PLOT.top + systems.length * 20 + 20;
  const colours = sets.map((set, index) => {
    const y = top + index * 20;
    return `  <circle cx="${left + 5}" cy="${y - 4}" r="5" fill="${colourOf(index)}"/><text x="${left + 18}" y="${y}">${escapeXml(set)}</text>`;
  });
  return [...names, ...colours].join('\n');
}

/** @param {number} index of the set */
function colourOf(index) {
  return COLOURS[index % COLOURS.length] ?? '';
}

/** @param {string} id */
function labelOf(id) {
  return SYSTEMS.find((system) => system.id === id)?.label ?? id;
}

/** @param {string} id */
function numberOf(id) {
  return SYSTEMS.findIndex((system) => system.id === id) + 1;
}

/** @param {string} text */
function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
