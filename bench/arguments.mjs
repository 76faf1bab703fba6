// Parses the command line of the benchmark.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

const PARTS = /** @type {const} */ ([
  'inference',
  'int8',
  'static',
  'wasm',
  'scorer',
  'search',
  'max-sim',
  'indexing',
  'documents',
  'queue',
  'cluster',
  'server',
  'install',
]);

export const USAGE = `npm run bench -- [OPTIONS]

  --quick            fewer texts, points and rounds: on 2 cores under 10 minutes, once the contestants are installed;
                     without queue, cluster, server, and search, which takes 3 minutes more: --quick --only search
  --only PART        inference, int8, static, wasm, scorer, search, max-sim, indexing, documents, queue, cluster,
                     server or install; all when left out
  --memory           with server: watches its memory over 50,000 requests, too
  --json FILE        writes { machine, versions, command, rows } there
  --chart FILE       where the chart goes: bench/.cache/mixed-lengths.svg when left out
  --charts FOLDER    where the charts of search and queue go: bench/.cache when left out
  --threads N        of one run of a model, for every contestant; the cores that may be used when left out
  -h, --help         print this and leave
`;

/**
 * Parses the arguments of `npm run bench`.
 *
 * @typedef {object} BenchOptions
 * @property {'quick' | 'full'} mode
 * @property {(typeof PARTS)[number] | undefined} only
 * @property {boolean} memory
 * @property {string | undefined} json
 * @property {string | undefined} chart
 * @property {string | undefined} charts
 * @property {number} threads
 * @property {boolean} help
 *
 * @param {string[]} args
 * @returns {BenchOptions}
 * @throws {TypeError} when an argument is not one that the usage text lists
 */
export function parseArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      memory: { type: 'boolean', default: false },
      json: { type: 'string' },
      chart: { type: 'string' },
      charts: { type: 'string' },
      threads: { type: 'string' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const { quick, only, memory, json, chart, charts, threads: threadsText, help } = values;
  const part = PARTS.find((candidate) => candidate === only);
  if (only !== undefined && part === undefined) {
    throw new TypeError(`--only is ${only}; it must be one of ${PARTS.join(', ')}`);
  }
  const threads = threadsText === undefined ? availableParallelism() : Number(threadsText);
  if (!Number.isInteger(threads) || threads < 1) {
    throw new TypeError(`--threads is ${threadsText}; it must be a whole number above 0`);
  }
  return { mode: quick ? 'quick' : 'full', only: part, memory, json, chart, charts, threads, help };
}
