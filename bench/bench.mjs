// npm run bench -- [--quick] [--only PART] [--json FILE]: measures every number that a README states, on this machine.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOptions } from '../scripts/read-options.mjs';
import { setUp } from '../scripts/set-up/set-up.mjs';
import { ROOT } from '../scripts/set-up/workspace.mjs';
import { parseArguments, USAGE } from './arguments.mjs';
import { PARTS } from './parts.mjs';
import { describeMachine, warnWhenBusy } from './report/machine.mjs';
import { goalTable, measurementTables } from './report/table.mjs';

const names = PARTS.map(({ name }) => name);
const options = readOptions((args) => parseArguments(args, names), USAGE);
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

/** @param {import('./parts.mjs').Part} part */
function isWanted({ name, isSlow = false }) {
  return options.only === undefined ? options.mode === 'full' || !isSlow : options.only === name;
}

/**
 * Measures the wanted parts and prints the report.
 *
 * @param {Report} report
 * @returns {Promise<boolean>} whether everything could be measured
 */
async function measure(report) {
  let isComplete = true;
  for (const { begins, measure: measurePart } of PARTS.filter(isWanted)) {
    if (begins !== undefined) process.stderr.write(`bench: ${begins}\n`);
    const { rows, participants = [], failures = [], disturbed = [], writeCharts } = await measurePart(options);
    report.rows.push(...rows);
    report.disturbed.push(...disturbed);
    addVersions(report, participants);
    report.machine.loadAverageAfter = describeMachine().loadAverage;
    writeCharts?.({ folder: chartsFolder(), footer: footerOf(report) });
    isComplete &&= failures.length === 0 && participants.every((participant) => participant.failures.size === 0);
  }
  print(report);
  return isComplete;
}

/**
 * @param {Report} report
 * @param {readonly import('./parts.mjs').Participant[]} participants
 */
function addVersions(report, participants) {
  for (const { versions, contestant } of participants) {
    for (const [name, version] of Object.entries(versions)) {
      report.versions[name === 'node' || name === 'python' ? name : `${contestant.id}/${name}`] = version;
    }
  }
}

function chartsFolder() {
  return options.charts === undefined ? join(ROOT, 'bench/.cache') : resolve(options.charts);
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
