// Draws quality against cost as a plain SVG for light and dark pages. Up and left is better.
import { formatNumber } from '../bench/report/table.mjs';
import { SYSTEMS } from './systems.mjs';
import { TOKEN_STORAGES } from './token-storages.mjs';

const WIDTH = 800;
const HEIGHT = 420;
const PLOT = { left: 60, right: 560, top: 60, bottom: 340 };
const COLORS = ['#0969da', '#bc4c00', '#1a7f37', '#8250df', '#bf3989', '#9a6700', '#57606a', '#cf222e'];

/**
 * @typedef {{ set: string, variant: string, value: number, cost: number }} Mark a variant on a set, with its nDCG@10 and its cost
 *
 * @typedef {object} Chart
 * @property {string} title
 * @property {string} axis
 * @property {string} unit of the costs
 * @property {readonly { id: string, label: string }[]} variants
 * @property {readonly Mark[]} marks
 * @property {string} footer machine and command of the measurement
 */

/**
 * Draws the nDCG@10 of systems against the 95th percentile of their latency.
 *
 * @param {readonly import('./measure-set.mjs').Row[]} rows
 * @param {string} footer
 */
export function qualityChart(rows, footer) {
  const measured = rows.filter(({ metric }) => metric === 'ndcg@10');
  return scatterChart({
    title: 'nDCG@10 against the 95th percentile of latency; up and left is better',
    axis: 'milliseconds per query, 95th percentile',
    unit: 'ms',
    variants: SYSTEMS,
    marks: measured.map(({ set, system, value, p95Ms }) => ({ set, variant: system, value, cost: p95Ms })),
    footer,
  });
}

/**
 * Draws the nDCG@10 of hybrid search with MaxSim against the bytes of the token vectors.
 *
 * @param {readonly import('./measure-set.mjs').StorageRow[]} rows
 * @param {string} footer
 */
export function storageChart(rows, footer) {
  return scatterChart({
    title: 'nDCG@10 of hybrid + MaxSim against the bytes of token vectors; up and left is better',
    axis: 'bytes per document on disk',
    unit: 'bytes',
    variants: TOKEN_STORAGES.map((id) => ({ id, label: id })),
    marks: rows.map(({ set, storage, value, bytesPerDocument }) => {
      return { set, variant: storage, value, cost: bytesPerDocument };
    }),
    footer,
  });
}

/** @param {Chart} chart */
function scatterChart({ title, axis, unit, variants, marks, footer }) {
  const sets = [...new Set(marks.map(({ set }) => set))];
  const costs = marks.map(({ cost }) => cost);
  const low = Math.floor(Math.log10(Math.min(...costs)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...costs)) - 1e-9));
  const floor = Math.min(0.9, Math.floor(Math.min(...marks.map(({ value }) => value)) * 10) / 10);
  const x = (/** @type {number} */ cost) =>
    PLOT.left + ((Math.log10(cost) - low) / (high - low)) * (PLOT.right - PLOT.left);
  const y = (/** @type {number} */ value) => PLOT.bottom - ((value - floor) / (1 - floor)) * (PLOT.bottom - PLOT.top);
  const used = variants
    .map((variant, index) => ({ ...variant, number: index + 1 }))
    .filter(({ id }) => marks.some(({ variant }) => variant === id));
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
  <text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 40}" text-anchor="middle" class="footer">${axis}</text>
${marks
  .map((one) => {
    const variant = used.find(({ id }) => id === one.variant);
    const name = `${one.set}, ${variant?.label}: nDCG@10 ${one.value.toFixed(3)}, ${formatNumber(one.cost)} ${unit}`;
    const place = { x: x(one.cost), y: y(one.value), color: colorOf(sets.indexOf(one.set)) };
    return mark(name, variant?.number ?? 0, place);
  })
  .join('\n')}
${legend(sets, used)}
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
 * Returns a dot with the number of its variant and a tooltip with its values.
 *
 * @param {string} name
 * @param {number} number
 * @param {{ x: number, y: number, color: string }} place
 */
function mark(name, number, { x, y, color }) {
  return `  <g><title>${escapeXml(name)}</title><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="8.5" fill="${color}"/><text x="${x.toFixed(1)}" y="${(y + 4).toFixed(1)}" class="mark">${number}</text></g>`;
}

/**
 * @param {readonly string[]} sets
 * @param {readonly { label: string, number: number }[]} variants
 */
function legend(sets, variants) {
  const left = PLOT.right + 30;
  const names = variants.map(({ number, label }, index) => {
    return `  <text x="${left}" y="${PLOT.top + index * 20}">${number}  ${escapeXml(label)}</text>`;
  });
  const top = PLOT.top + variants.length * 20 + 20;
  const colors = sets.map((set, index) => {
    const y = top + index * 20;
    return `  <circle cx="${left + 5}" cy="${y - 4}" r="5" fill="${colorOf(index)}"/><text x="${left + 18}" y="${y}">${escapeXml(set)}</text>`;
  });
  return [...names, ...colors].join('\n');
}

/** @param {number} index of the set */
function colorOf(index) {
  return COLORS[index % COLORS.length] ?? '';
}

/** @param {string} text */
function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
