// Parses the command line of the benchmark.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [OPTIONS]

  --quick            use fewer texts, points and rounds; without --only, skip int8, search, queue, cluster and server;
                     takes less than 10 minutes on 2 cores, once the contestants are installed; 3 with --only search
  --only PART        measure one part: inference, int8, static, wasm, scorer, search, max-sim, indexing, documents,
                     queue, cluster, server or install; default: all
  --memory           with server: also measure its memory over 50,000 requests
  --json FILE        write { machine, versions, command, rows } to FILE
  --chart FILE       write the chart to FILE; default: bench/.cache/mixed-lengths.svg
  --charts FOLDER    write the charts of search and queue to FOLDER; default: bench/.cache
  --threads N        threads of one model run, for every contestant; default: the number of available cores
  -h, --help         print this help and exit
`;

/**
 * Parses the arguments of `npm run bench`.
 *
 * @typedef {object} BenchOptions
 * @property {'quick' | 'full'} mode
 * @property {string | undefined} only
 * @property {boolean} memory
 * @property {string | undefined} json
 * @property {string | undefined} chart
 * @property {string | undefined} charts
 * @property {number} threads
 * @property {boolean} help
 *
 * @param {string[]} args
 * @param {readonly string[]} parts names of the parts
 * @returns {BenchOptions}
 * @throws {TypeError} when an argument is not one that the usage text lists
 */
export function parseArguments(args, parts) {
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
  if (only !== undefined && !parts.includes(only)) {
    throw new TypeError(`--only must be one of ${parts.join(', ')}, but is "${only}".`);
  }
  const threads = threadsText === undefined ? availableParallelism() : Number(threadsText);
  if (!Number.isInteger(threads) || threads < 1) {
    throw new TypeError(`--threads must be a whole number above 0, but is "${threadsText}".`);
  }
  return { mode: quick ? 'quick' : 'full', only, memory, json, chart, charts, threads, help };
}
