// Draws a chart of the documents per second by the number of workers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineChart } from '../report/line-chart.mjs';

const LINES = [
  { label: 'Redis', prefix: 'queue-memory/redis-' },
  { label: 'PostgreSQL', prefix: 'queue-memory/postgres-' },
];

/**
 * Writes index-workers.svg.
 *
 * @param {readonly import('../report/rows.mjs').Row[]} rows
 * @param {{ folder: string, footer: string }} options
 */
export function writeWorkersChart(rows, { folder, footer }) {
  const lines = LINES.map(({ label, prefix }) => ({ label, points: pointsOf(rows, prefix) }));
  const chart = lineChart({
    title: 'Documents indexed per second over a queue, with a stub that embeds 8 texts in 5 ms',
    xLabel: 'worker processes',
    yLabel: 'documents/s',
    lines: lines.filter(({ points }) => points.length > 0),
    footer,
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index-workers.svg'), chart);
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
