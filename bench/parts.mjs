// The parts of the benchmark, in the order in which they are measured.
//
// Each part imports its modules only when it is measured: they import the packages' build output, which exists only after `setUp`.
import { join } from 'node:path';

/**
 * @typedef {object} PartResult
 * @property {readonly import('./report/rows.mjs').Row[]} rows
 * @property {readonly Participant[]} [participants] their versions are reported
 * @property {readonly string[]} [failures] what could not be measured, besides what the participants report
 * @property {string[]} [disturbed] workloads whose figures are not reliable, because other programs used the processors
 * @property {(place: { folder: string, footer: string }) => void} [writeCharts]
 */

/**
 * @typedef {object} Participant
 * @property {Readonly<Record<string, string>>} versions
 * @property {{ id: string }} contestant
 * @property {{ readonly size: number }} failures
 */

/**
 * @typedef {object} Part
 * @property {string} name for `--only`
 * @property {boolean} [isSlow] true when a quick run leaves it out, to take less than the ten minutes that the usage text promises
 * @property {string} [begins] printed when it begins
 * @property {(options: import('./arguments.mjs').BenchOptions) => Promise<PartResult>} measure
 */

/** @type {readonly Part[]} */
export const PARTS = [
  { name: 'inference', measure: measureInference },
  { name: 'int8', isSlow: true, measure: measureInt8 },
  { name: 'search', isSlow: true, measure: measureSearch },
  {
    name: 'static',
    begins: 'embedding with a static model and with a transformer, in turns',
    measure: async (options) => ({ rows: await (await import('./static/static-rows.mjs')).measureStatic(options) }),
  },
  {
    name: 'wasm',
    begins: 'embedding with the native runtime and with WebAssembly, in turns',
    measure: async (options) => ({ rows: await (await import('./wasm/wasm-rows.mjs')).measureWasm(options) }),
  },
  {
    name: 'scorer',
    begins: 'scoring texts one after another and all at once, in turns',
    measure: async (options) => ({ rows: await (await import('./scorer/scorer-rows.mjs')).measureScorer(options) }),
  },
  {
    name: 'max-sim',
    begins: 'scoring candidates by MaxSim',
    measure: async (options) => ({ rows: await (await import('./max-sim/max-sim-rows.mjs')).measureMaxSim(options) }),
  },
  {
    name: 'event-loop',
    begins: 'measuring gaps of the event loop',
    measure: async (options) => ({
      rows: await (await import('./event-loop/event-loop-rows.mjs')).measureEventLoop(options),
    }),
  },
  { name: 'indexing', begins: 'indexing documents', measure: measureIndexing },
  {
    name: 'documents',
    begins: 'indexing and searching a folder of documents',
    measure: async (options) => ({
      rows: await (await import('./documents/documents-rows.mjs')).measureDocuments(options),
    }),
  },
  { name: 'queue', isSlow: true, measure: measureQueue },
  {
    name: 'cluster',
    isSlow: true,
    begins: 'killing workers during index runs',
    measure: async (options) => ({ rows: await (await import('./cluster/cluster-rows.mjs')).measureCluster(options) }),
  },
  { name: 'server', isSlow: true, measure: measureServer },
  {
    name: 'install',
    begins: 'measuring install sizes and start-up times',
    measure: async () => ({ rows: await (await import('./install/install-rows.mjs')).measureInstall() }),
  },
];

/** @type {Part['measure']} */
async function measureInference(options) {
  const { runInference } = await import('./inference/run-inference.mjs');
  const { measuredRows } = await import('./inference/measured-rows.mjs');
  const { goalRows } = await import('./inference/goals.mjs');
  const { disturbedWorkloads } = await import('./inference/medians.mjs');
  const { writeMixedChart } = await import('./inference/mixed-chart.mjs');
  const measurements = await runInference(options);
  process.stderr.write(`bench: installing the contestants took ${measurements.installSeconds.toFixed(1)} s\n`);
  const measured = measuredRows(measurements);
  return {
    rows: [...goalRows(measurements), ...measured],
    participants: measurements.participants,
    disturbed: disturbedWorkloads(measurements),
    writeCharts: ({ folder, footer }) =>
      writeMixedChart(measured, { file: options.chart ?? join(folder, 'mixed-lengths.svg'), footer }),
  };
}

/** @type {Part['measure']} */
async function measureInt8(options) {
  const { runInt8 } = await import('./int8/run-int8.mjs');
  const { int8Rows } = await import('./int8/int8-rows.mjs');
  const measurements = await runInt8(options);
  return { rows: int8Rows(measurements), participants: measurements.participants };
}

/** @type {Part['measure']} */
async function measureSearch(options) {
  const { runSearch } = await import('./search/run-search.mjs');
  const { searchGoalRows } = await import('./search/search-goals.mjs');
  const { searchRows } = await import('./search/search-rows.mjs');
  const { writeGrowthCharts } = await import('./search/growth-charts.mjs');
  const measurements = await runSearch(options);
  const { participants, failures, growth } = measurements;
  return {
    rows: [...searchGoalRows(measurements), ...searchRows(measurements)],
    participants,
    failures,
    ...(growth !== undefined && {
      writeCharts: (/** @type {{ folder: string, footer: string }} */ place) => writeGrowthCharts(growth, place),
    }),
  };
}

/** @type {Part['measure']} */
async function measureIndexing(options) {
  const { measureIndexing: measureRuns } = await import('./indexing/indexing-rows.mjs');
  const { measureTokenVectors } = await import('./indexing/token-rows.mjs');
  return { rows: [...(await measureRuns(options)), ...(await measureTokenVectors(options))] };
}

/** @type {Part['measure']} */
async function measureQueue(options) {
  const { measureQueue: measureRuns } = await import('./queue/queue-rows.mjs');
  const { writeWorkersChart } = await import('./queue/workers-chart.mjs');
  const rows = await measureRuns(options);
  return { rows, writeCharts: (place) => writeWorkersChart(rows, place) };
}

/** @type {Part['measure']} */
async function measureServer(options) {
  const { runServer } = await import('./server/run-server.mjs');
  const { serverRows } = await import('./server/server-rows.mjs');
  const measurements = await runServer(options);
  for (const failure of measurements.failures) process.stderr.write(`bench: ${failure}\n`);
  return { rows: serverRows(measurements), failures: measurements.failures };
}
