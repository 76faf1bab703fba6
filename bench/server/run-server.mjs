// Runs all measurements of the HTTP server. Each round measures the servers, then the engine without a server, then the engine beside
// a process that uses as much processor time as the load generator.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatherContestants } from '../side-by-side/gather-contestants.mjs';
import { MEASURES_MEMORY } from '../side-by-side/process-memory.mjs';
import { othersShare, readProcessorTime } from '../side-by-side/processor-time.mjs';
import { compareAnswers } from './compare-answers.mjs';
import { CONTESTANTS, StartedServer } from './contestants.mjs';
import { HelperProcess } from './helper-process.mjs';
import { CONNECTIONS, makeRequests, WORKLOADS } from './workloads.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {'quick' | 'full'} Mode
 * @typedef {import('./workloads.mjs').Workload} Workload
 * @typedef {import('./floor.mjs').FloorResult & { processorShare?: number, othersPercent?: number, processorMs?: number }} Result
 *   `processorMs`: processor time per request of the process that answers
 *
 * @typedef {object} ServerMeasurements
 * @property {Map<string, Map<string, Result[]>>} results by `workload-connections`, then by contestant; also `floor` and `charged-floor`
 * @property {Map<string, string>} absent why a server did not take part
 * @property {Map<string, number>} cosines lowest cosine between each other server's vectors and those of this project
 * @property {readonly string[]} failures
 * @property {import('./measure-memory.mjs').MemorySample[] | undefined} memory
 */

const ROUNDS = { quick: 1, full: 5 };

/**
 * @param {{ mode: Mode, threads: number, memory: boolean }} options
 * @returns {Promise<ServerMeasurements>}
 */
export async function runServer({ mode, threads, memory }) {
  const settings = {
    embedder: join(ROOT, 'models/all-minilm-l6-v2'),
    reranker: join(ROOT, 'models/bge-small-reranker-en'),
    threads,
  };
  const { ready: servers, absent } = await gatherContestants(CONTESTANTS, {
    doing: 'starting',
    prepare: async (contestant) => ({ contestant, server: await StartedServer.start(contestant, settings) }),
    say,
  });
  const load = await HelperProcess.start('generate-load.mjs');
  const floor = await HelperProcess.start('floor.mjs', [JSON.stringify(settings)]);
  /** @type {ServerMeasurements} */
  const measured = { results: new Map(), absent, cosines: new Map(), failures: [], memory: undefined };
  try {
    for (const workload of WORKLOADS) {
      const requests = await makeRequests(workload, settings.embedder);
      if (workload.id === 'embed-mixed') measured.cosines = await compareAnswers(servers, workload, requests);
      for (const connections of CONNECTIONS) {
        const id = `${workload.id}-${connections}`;
        say(id);
        const stage = { workload, requests, connections, servers, load, floor };
        measured.results.set(id, await measureStage(stage, mode));
      }
    }
    measured.failures = failuresOf(measured.results);
  } finally {
    for (const one of [load, floor, ...servers.map(({ server }) => server)]) await one.stop();
  }
  if (memory) {
    say('memory');
    const { measureMemory } = await import('./measure-memory.mjs');
    measured.memory = await measureMemory({ settings, say });
  }
  return measured;
}

/**
 * @param {{ workload: Workload, requests: readonly import('./workloads.mjs').Ask[], connections: number, servers: readonly import('./contestants.mjs').Running[],
 *   load: HelperProcess, floor: HelperProcess }} stage
 * @param {Mode} mode
 * @returns {Promise<Map<string, Result[]>>}
 */
async function measureStage({ workload, requests, connections, servers, load, floor }, mode) {
  /** @type {Map<string, Result[]>} */
  const results = new Map();
  // The first round is a warm-up, and its results are dropped.
  for (let round = 0; round <= ROUNDS[mode]; round++) {
    const keep = (/** @type {string} */ id, /** @type {Result} */ result) => {
      if (round > 0) results.set(id, [...(results.get(id) ?? []), result]);
    };
    const amount = workload.amounts[round === 0 ? 'quick' : mode][connections === 1 ? 0 : 1];
    let generatorShare = 0;
    for (const { contestant, server } of servers) {
      const path = contestant.path(workload.id);
      if (path === undefined) continue;
      const bodies = requests.map((ask) => JSON.stringify(contestant.bodyOf(ask)));
      const result = await watched(server.pid, () => load.ask({ url: server.url + path, bodies, connections, amount }));
      keep(contestant.id, result);
      if (contestant.id === 'this-project') generatorShare = result.processorShare ?? 0;
    }
    const asked = { requests, connections, amount };
    keep('floor', await watched(floor.pid, () => floor.ask(asked)));
    const burner = await HelperProcess.start('burn.mjs', [String(generatorShare)]);
    keep('charged-floor', await watched(floor.pid, () => floor.ask(asked)));
    await burner.stop();
  }
  return results;
}

/**
 * Adds the processor time of the run to its result, on Linux only.
 *
 * @param {number} pid the process that answers
 * @param {() => Promise<unknown>} run
 * @returns {Promise<Result>}
 */
async function watched(pid, run) {
  if (!MEASURES_MEMORY) return /** @type {Result} */ (await run());
  // All processes of this benchmark are children of this process.
  const [ownBefore, allBefore] = [readProcessorTime(pid), readProcessorTime(process.pid)];
  const result = /** @type {Result} */ (await run());
  const [ownAfter, allAfter] = [readProcessorTime(pid), readProcessorTime(process.pid)];
  const othersPercent = othersShare(allBefore, allAfter);
  const processorMs = ((ownAfter.own - ownBefore.own) * 10) / Math.max(1, result.items);
  return { ...result, processorMs, ...(othersPercent !== undefined && { othersPercent }) };
}

/** @param {ServerMeasurements['results']} results */
function failuresOf(results) {
  return [...results].flatMap(([id, byContestant]) =>
    [...byContestant].flatMap(([contestant, rounds]) => {
      const failed = rounds.reduce((sum, { failed: count }) => sum + count, 0);
      return failed === 0 ? [] : [`${id}, ${contestant}: ${failed} requests did not get status 200`];
    }),
  );
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`bench: ${Math.round(performance.now() / 1000)} s: server: ${line}\n`);
}
