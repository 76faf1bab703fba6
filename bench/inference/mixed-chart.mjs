// Draws a chart of the texts of mixed lengths that each contestant embeds per second.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { barChart } from '../report/chart.mjs';
import { formatNumber } from '../report/table.mjs';

/**
 * @param {readonly import('../report/rows.mjs').Row[]} rows
 * @param {{ file: string, footer: string }} options
 */
export function writeMixedChart(rows, { file, footer }) {
  const bars = rows
    .filter(({ id }) => /^mixed\/[^/]+$/.test(id))
    .map(({ id, value, description }) => ({
      label: description.split('; ').at(-1)?.split(',')[0] ?? '',
      value: value ?? 0,
      note: value === null ? 'not measured' : `${formatNumber(value)} texts/s`,
      isOurs: id === 'mixed/this-project',
    }))
    .toSorted((a, b) => b.value - a.value);
  const title = 'Texts embedded per second, mixed lengths (log-normal, median 64 tokens), all-MiniLM-L6-v2';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, barChart({ title, bars, footer }));
}
