// npm run eval -- [OPTIONS]: measures the quality and latency of each search system, and the effect of reranking on each query.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeMachine } from '../bench/report/machine.mjs';
import { readOptions } from '../scripts/read-options.mjs';
import { setUp } from '../scripts/set-up/set-up.mjs';
import { ROOT } from '../scripts/set-up/workspace.mjs';
import { parseArguments, USAGE } from './arguments.mjs';

const options = readOptions(parseArguments, USAGE);
const machine = describeMachine();
const command = ['npm run eval', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
const where = `${machine.cpu}, ${machine.cores} cores, ${machine.date}, ${command}`;
if (machine.loadAverage > 1) {
  process.stderr.write(`eval: the load average is ${machine.loadAverage}: latencies will be too high\n`);
}
await setUp();
// Imported here, because the setup builds these modules.
const { writeTrecRun } = await import('../packages/pipeline/dist/evaluation/index.js');
const { loadSet } = await import('./load-set.mjs');
const { measureSet } = await import('./measure-set.mjs');
const { Models } = await import('./models.mjs');
const { createProgress } = await import('./progress.mjs');
const { qualityChart, storageChart } = await import('./quality-chart.mjs');
const { formatDepths, formatSet, formatStorages, formatWeights } = await import('./report.mjs');
process.stdout.write(`${where}; Node.js ${process.versions.node}, load average ${machine.loadAverage} before\n\n`);
const { weights, depths, storages } = await measure();
process.stdout.write(formatStorages(storages) + formatWeights(weights) + formatDepths(depths));
process.stderr.write(`eval: the charts are in ${chartFolder()}\n`);

/** @typedef {Omit<import('./measure-set.mjs').SetMeasurements, 'runs'>} Report */

async function measure() {
  const progress = createProgress((line) => process.stderr.write(line));
  // Loads all sets first, so that an unreadable folder fails immediately.
  const sets = await Promise.all(options.sets.map((set) => loadSet(set, options)));
  const models = await Models.load(options.systems, options);
  /** @type {Report} */
  const report = { rows: [], comparisons: [], changes: [], weights: [], depths: [], storages: [] };
  try {
    for (const set of sets) {
      const measured = await measureSet(set, options.systems, { models, progress });
      report.rows.push(...measured.rows);
      report.comparisons.push(...measured.comparisons);
      report.changes.push(...measured.changes);
      report.weights.push(...measured.weights);
      report.depths.push(...measured.depths);
      report.storages.push(...measured.storages);
      // Written after each set, so that an interrupted run keeps its results.
      process.stdout.write(formatSet(measured));
      writeFiles(report);
      await writeRuns(measured.runs);
    }
  } finally {
    await models.dispose();
  }
  return report;
}

/** @param {Report} report */
function writeFiles(report) {
  machine.loadAverageAfter = describeMachine().loadAverage;
  mkdirSync(chartFolder(), { recursive: true });
  writeFileSync(join(chartFolder(), 'quality-against-latency.svg'), qualityChart(report.rows, where));
  if (report.storages.length > 0) {
    writeFileSync(join(chartFolder(), 'quality-against-bytes.svg'), storageChart(report.storages, where));
  }
  if (options.json === undefined) return;
  writeFileSync(options.json, `${JSON.stringify({ machine, command, ...report }, null, 2)}\n`);
}

function chartFolder() {
  return options.charts === undefined ? join(ROOT, 'eval/.cache') : resolve(options.charts);
}

/** @param {import('./measure-set.mjs').SetMeasurements['runs']} runs */
async function writeRuns(runs) {
  if (options.runs === undefined) return;
  mkdirSync(options.runs, { recursive: true });
  for (const { set, system, run } of runs) {
    await writeTrecRun(join(options.runs, `${set}.${system}.run`), run, system);
  }
}
