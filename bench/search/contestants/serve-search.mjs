// The common part of the JavaScript contestants of the search benchmark. It reads commands from stdin, one JSON object per line, and
// writes answers to stdout.
import { createInterface } from 'node:readline';

/**
 * @typedef {object} SearchSettings
 * @property {string} queries file of vectors
 * @property {number} dimension
 * @property {number} limit number of hits per query
 * @property {number} batch number of points per upload request
 * @property {string} folder folder for databases on disk
 *
 * @typedef {{ seconds: number, items: number, latenciesMs?: number[], hits?: number[] }} SearchAnswer
 *
 * @typedef {object} SearchContestant
 * @property {Readonly<Record<string, string>>} versions
 * @property {Readonly<Record<string, (file: string, count: number) => Promise<SearchAnswer>>>} tasks
 *
 * @param {(settings: SearchSettings) => Promise<SearchContestant>} load
 */
export async function serveSearch(load) {
  const { versions, tasks } = await load(JSON.parse(process.argv[2] ?? '{}'));
  say({ ready: true, versions: { node: process.versions.node, ...versions } });
  for await (const line of createInterface({ input: process.stdin })) {
    const { task, file, count } = JSON.parse(line);
    try {
      const run = tasks[task];
      if (run === undefined) throw new Error(`Unknown task "${task}".`);
      say(await run(file, count));
    } catch (error) {
      say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.exit(0);
}

/**
 * Runs one query after the other.
 *
 * @param {readonly Float32Array[]} queries
 * @param {(query: Float32Array) => Promise<readonly number[]>} query returns ids
 * @returns {Promise<SearchAnswer>}
 */
export async function oneByOne(queries, query) {
  /** @type {number[]} */
  const latenciesMs = [];
  /** @type {readonly number[]} */
  let hits = [];
  const start = performance.now();
  for (const [index, vector] of queries.entries()) {
    const began = performance.now();
    const found = await query(vector);
    latenciesMs.push(performance.now() - began);
    if (index === 0) hits = found;
  }
  return { seconds: (performance.now() - start) / 1000, items: queries.length, latenciesMs, hits: [...hits] };
}

/** @param {object} message */
function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
