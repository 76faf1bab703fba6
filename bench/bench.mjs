// npm run bench -- [--quick] [--only PART] [--json FILE]: measures every number that a README states, on this machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readOptions } from '../scripts/read-options.mjs';
import { setUp } from '../scripts/set-up/set-up.mjs';
import { ROOT } from '../scripts/set-up/workspace.mjs';
import { parseArguments, USAGE } from './arguments.mjs';
import { barChart } from './report/chart.mjs';
import { describeMachine, warnWhenBusy } from './report/machine.mjs';
import { formatNumber, goalTable, measurementTables } from './report/table.mjs';

const options = readOptions(parseArguments, USAGE);
const machine = describeMachine();
warnWhenBusy(machine);
await setUp();
const start = performance.now();
process.exitCode = (await measure({
  machine,
  versions: { node: process.versions.node },
  command: commandLine(),
  rows: [],
  disturbed: [],
}))
  ? 0
  : 1;

/**
 * @typedef {object} Report
 * @property {import('./report/machine.mjs').Machine} machine
 * @property {Record<string, string>} versions
 * @property {string} command
 * @property {import('./report/rows.mjs').Row[]} rows
 * @property {string[]} disturbed workloads whose figures are not reliable, because other programs used the processors
 */

function commandLine() {
  const args = process.argv.slice(2);
  return args.length === 0 ? 'npm run bench' : `npm run bench -- ${args.join(' ')}`;
}

/** @param {string} part */
function isWanted(part) {
  if (options.only !== undefined) return options.only === part;
  // With these parts, a quick run would take longer than the ten minutes that the usage text promises.
  return options.mode === 'full' || !['int8', 'search', 'queue', 'cluster', 'server'].includes(part);
}

/** @param {Report} report */
async function measure(report) {
  const hasInference = !isWanted('inference') || (await addInference(report));
  const hasInt8 = !isWanted('int8') || (await addInt8(report));
  const hasSearch = !isWanted('search') || (await addSearch(report));
  if (isWanted('static')) await addStatic(report);
  if (isWanted('wasm')) await addWasm(report);
  if (isWanted('scorer')) await addScorer(report);
  if (isWanted('max-sim')) await addMaxSim(report);
  if (isWanted('indexing')) await addIndexing(report);
  if (isWanted('documents')) await addDocuments(report);
  if (isWanted('queue')) await addQueue(report);
  if (isWanted('cluster')) await addCluster(report);
  const hasServer = !isWanted('server') || (await addServer(report));
  if (isWanted('install')) await addInstall(report);
  print(report);
  return hasInference && hasInt8 && hasSearch && hasServer;
}

/**
 * @param {Report} report
 * @returns {Promise<boolean>} whether every participant could be measured
 */
async function addInference(report) {
  // These modules import the packages' build output, which exists only after `setUp`.
  const { runInference } = await import('./inference/run-inference.mjs');
  const { measuredRows } = await import('./inference/measured-rows.mjs');
  const { goalRows } = await import('./inference/goals.mjs');
  const { disturbedWorkloads } = await import('./inference/medians.mjs');
  const measurements = await runInference(options);
  const measured = measuredRows(measurements);
  report.rows.push(...goalRows(measurements), ...measured);
  addVersions(report, measurements.participants);
  report.disturbed = disturbedWorkloads(measurements);
  report.machine.loadAverageAfter = describeMachine().loadAverage;
  writeChart(measured, report);
  process.stderr.write(`bench: installing the contestants took ${measurements.installSeconds.toFixed(1)} s\n`);
  return measurements.participants.every(({ failures }) => failures.size === 0);
}

/**
 * @param {Report} report
 * @returns {Promise<boolean>} whether every participant could be measured
 */
async function addInt8(report) {
  const { runInt8 } = await import('./int8/run-int8.mjs');
  const { int8Rows } = await import('./int8/int8-rows.mjs');
  const measurements = await runInt8(options);
  report.rows.push(...int8Rows(measurements));
  addVersions(report, measurements.participants);
  report.machine.loadAverageAfter = describeMachine().loadAverage;
  return measurements.participants.every(({ failures }) => failures.size === 0);
}

/**
 * @param {Report} report
 * @returns {Promise<boolean>} whether every participant could be measured
 */
async function addSearch(report) {
  const { runSearch } = await import('./search/run-search.mjs');
  const { searchGoalRows } = await import('./search/search-goals.mjs');
  const { searchRows } = await import('./search/search-rows.mjs');
  const { writeGrowthCharts } = await import('./search/growth-charts.mjs');
  const measurements = await runSearch(options);
  report.rows.push(...searchGoalRows(measurements), ...searchRows(measurements));
  addVersions(report, measurements.participants);
  report.machine.loadAverageAfter = describeMachine().loadAverage;
  if (measurements.growth !== undefined) {
    writeGrowthCharts(measurements.growth, { folder: chartsFolder(), footer: footerOf(report) });
  }
  return measurements.failures.length === 0 && measurements.participants.every(({ failures }) => failures.size === 0);
}

/**
 * @param {Report} report
 * @returns {Promise<boolean>} whether every request was answered
 */
async function addServer(report) {
  const { runServer } = await import('./server/run-server.mjs');
  const { serverRows } = await import('./server/server-rows.mjs');
  const measurements = await runServer(options);
  report.rows.push(...serverRows(measurements));
  report.machine.loadAverageAfter = describeMachine().loadAverage;
  for (const failure of measurements.failures) process.stderr.write(`bench: ${failure}\n`);
  return measurements.failures.length === 0;
}

/**
 * @param {Report} report
 * @param {readonly { versions: Readonly<Record<string, string>>, contestant: { id: string } }[]} participants
 */
function addVersions(report, participants) {
  for (const { versions, contestant } of participants) {
    for (const [name, version] of Object.entries(versions)) {
      report.versions[name === 'node' || name === 'python' ? name : `${contestant.id}/${name}`] = version;
    }
  }
}

/** @param {Report} report */
async function addStatic(report) {
  const { measureStatic } = await import('./static/static-rows.mjs');
  process.stderr.write('bench: embedding with a static model and with a transformer, in turns\n');
  report.rows.push(...(await measureStatic(options)));
}

/** @param {Report} report */
async function addWasm(report) {
  const { measureWasm } = await import('./wasm/wasm-rows.mjs');
  process.stderr.write('bench: embedding with the native runtime and with WebAssembly, in turns\n');
  report.rows.push(...(await measureWasm(options)));
}

/** @param {Report} report */
async function addScorer(report) {
  const { measureScorer } = await import('./scorer/scorer-rows.mjs');
  process.stderr.write('bench: scoring texts one after another and all at once, in turns\n');
  report.rows.push(...(await measureScorer(options)));
}

/** @param {Report} report */
async function addMaxSim(report) {
  const { measureMaxSim } = await import('./max-sim/max-sim-rows.mjs');
  process.stderr.write('bench: scoring candidates by MaxSim\n');
  report.rows.push(...(await measureMaxSim(options)));
}

/** @param {Report} report */
async function addIndexing(report) {
  const { measureIndexing } = await import('./indexing/indexing-rows.mjs');
  const { measureTokenVectors } = await import('./indexing/token-rows.mjs');
  process.stderr.write('bench: indexing documents\n');
  report.rows.push(...(await measureIndexing(options)), ...(await measureTokenVectors(options)));
}

/** @param {Report} report */
async function addDocuments(report) {
  const { measureDocuments } = await import('./documents/documents-rows.mjs');
  process.stderr.write('bench: indexing and searching a folder of documents\n');
  report.rows.push(...(await measureDocuments(options)));
}

/** @param {Report} report */
async function addCluster(report) {
  const { measureCluster } = await import('./cluster/cluster-rows.mjs');
  process.stderr.write('bench: killing workers during index runs\n');
  report.rows.push(...(await measureCluster(options)));
}

/** @param {Report} report */
async function addQueue(report) {
  const { measureQueue } = await import('./queue/queue-rows.mjs');
  const { workersChart } = await import('./queue/workers-chart.mjs');
  const rows = await measureQueue(options);
  report.rows.push(...rows);
  report.machine.loadAverageAfter = describeMachine().loadAverage;
  mkdirSync(chartsFolder(), { recursive: true });
  writeFileSync(join(chartsFolder(), 'index-workers.svg'), workersChart(rows, footerOf(report)));
}

function chartsFolder() {
  return options.charts === undefined ? join(ROOT, 'bench/.cache') : resolve(options.charts);
}

/** @param {Report} report */
async function addInstall(report) {
  const { measureInstall } = await import('./install/install-rows.mjs');
  process.stderr.write('bench: measuring install sizes and start-up times\n');
  report.rows.push(...(await measureInstall()));
}

/**
 * @param {readonly import('./report/rows.mjs').Row[]} rows
 * @param {Report} report
 */
function writeChart(rows, report) {
  const file = options.chart === undefined ? join(ROOT, 'bench/.cache/mixed-lengths.svg') : resolve(options.chart);
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
  writeFileSync(file, barChart({ title, bars, footer: footerOf(report) }));
}

/** @param {Report} report */
function footerOf({ machine: { cpu, cores, date }, command }) {
  return `${cpu}, ${cores} cores, ${date}, ${command}`;
}

/** @param {Report} report */
function print(report) {
  const { cpu, cores, memoryGB, system, loadAverage, loadAverageAfter, date } = report.machine;
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const seconds = Math.round((performance.now() - start) / 1000);
  const load = `load average ${loadAverage} before${loadAverageAfter === undefined ? '' : `, ${loadAverageAfter} after`}`;
  process.stdout.write(`${cpu}, ${cores} cores, ${memoryGB} GB, ${system}, ${load}, ${date}\n`);
  process.stdout.write(`\`${report.command}\`, ${seconds} s; ${versions.join(', ')}\n\n`);
  if (report.disturbed.length > 0) {
    const list = report.disturbed.join(', ');
    process.stdout.write(`Not reliable, because other programs used more than a tenth of the processors: ${list}.\n\n`);
  }
  if (report.rows.some(({ goal }) => goal !== null)) process.stdout.write(`${goalTable(report.rows)}\n`);
  process.stdout.write(measurementTables(report.rows));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}
