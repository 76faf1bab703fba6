// Draws a chart of the documents per second by the number of workers.
import { lineChart } from '../report/line-chart.mjs';

const LINES = [
  { label: 'Redis', prefix: 'queue-memory/redis-' },
  { label: 'PostgreSQL', prefix: 'queue-memory/postgres-' },
];

/**
 * @param {readonly import('../report/rows.mjs').Row[]} rows
 * @param {string} footer
 */
export function workersChart(rows, footer) {
  const lines = LINES.map(({ label, prefix }) => ({ label, points: pointsOf(rows, prefix) }));
  return lineChart({
    title: 'Documents indexed per second over a queue, with a stub that embeds 8 texts in 5 ms',
    xLabel: 'worker processes',
    yLabel: 'documents/s',
    lines: lines.filter(({ points }) => points.length > 0),
    footer,
  });
}

/**
 * @param {readonly import('../report/rows.mjs').Row[]} rows
 * @param {string} prefix
 */
function pointsOf(rows, prefix) {
  return rows
    .filter(({ id }) => id.startsWith(prefix))
    .map(({ id, value }) => /** @type {const} */ ([Number(id.slice(prefix.length)), value ?? 0]));
}
