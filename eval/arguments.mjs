// The command line of the evaluation.
import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SYSTEMS } from './systems.mjs';

const SETS = fileURLToPath(new URL('sets/', import.meta.url));
const NAMES = readdirSync(SETS).toSorted();

/** Limits of a quick run: large enough to test the command, too small to compare systems. */
const QUICK = { queries: 10, documents: 100 };

/** Number formats that the model packages contain. */
const DTYPES = /** @type {const} */ (['fp32', 'int8']);

export const USAGE = `npm run eval -- [OPTIONS]

  --set NAME         ${NAMES.join(', ')}; may be repeated; default: all
  --beir FOLDER      a folder in BEIR's layout, instead of the sets or together with --set; may be repeated
  --split NAME       split of a BEIR folder's judgements; default: test
  --systems LIST     ${SYSTEMS.map(({ id }) => id).join(',')}; default: all
  --dtype NAME       number format of the models' weights, ${DTYPES.join(' or ')}; default: fp32
  --queries N        evaluate only N queries of each set, evenly spaced
  --quick            use only ${QUICK.queries} queries and ${QUICK.documents} documents of each set, to test the command
  --json FILE        write { machine, command, rows, comparisons, weights, depths, storages, changes } to FILE
  --runs FOLDER      write each system's results to FOLDER/SET.SYSTEM.run, in TREC's format
  --charts FOLDER    write quality-against-latency.svg and quality-against-bytes.svg to FOLDER; default: eval/.cache
  -h, --help         print this help and exit
`;

/**
 * @typedef {object} EvalOptions
 * @property {readonly { name: string, folder: string }[]} sets
 * @property {string} split
 * @property {readonly import('./systems.mjs').System[]} systems
 * @property {'fp32' | 'int8'} dtype
 * @property {number} queries maximum per set
 * @property {number} documents maximum per set; documents that answer a query are always included
 * @property {string | undefined} json
 * @property {string | undefined} runs
 * @property {string | undefined} charts
 * @property {boolean} help
 *
 * @param {string[]} args
 * @returns {EvalOptions}
 * @throws {TypeError} when an argument is not in the usage
 */
export function parseArguments(args) {
  const { values } = parseArgs({
    args,
    options: {
      set: { type: 'string', multiple: true, default: [] },
      beir: { type: 'string', multiple: true, default: [] },
      split: { type: 'string', default: 'test' },
      systems: { type: 'string' },
      dtype: { type: 'string', default: 'fp32' },
      queries: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      runs: { type: 'string' },
      charts: { type: 'string' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const { set, beir, split, quick, json, runs, charts, help } = values;
  const limits = quick ? QUICK : { queries: Infinity, documents: Infinity };
  const queries = values.queries === undefined ? limits.queries : readCount(values.queries);
  return {
    sets: readSets(set, beir),
    split,
    systems: readSystems(values.systems),
    dtype: readDtype(values.dtype),
    ...limits,
    queries,
    json,
    runs,
    charts,
    help,
  };
}

/**
 * @param {readonly string[]} names
 * @param {readonly string[]} folders
 */
function readSets(names, folders) {
  const wanted = names.length === 0 && folders.length === 0 ? NAMES : names;
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`--set must be one of ${NAMES.join(', ')}, but is "${unknown}".`);
  return [
    ...wanted.map((name) => ({ name, folder: resolve(SETS, name) })),
    ...folders.map((folder) => ({ name: basename(resolve(folder)), folder: resolve(folder) })),
  ];
}

/** @param {string | undefined} list */
function readSystems(list) {
  if (list === undefined) return SYSTEMS;
  return list.split(',').map((id) => {
    const system = SYSTEMS.find((known) => known.id === id);
    if (system !== undefined) return system;
    throw new TypeError(`--systems contains ${id}; it may contain ${SYSTEMS.map((known) => known.id).join(', ')}`);
  });
}

/** @param {string} name */
function readDtype(name) {
  const dtype = DTYPES.find((known) => known === name);
  if (dtype !== undefined) return dtype;
  throw new TypeError(`--dtype is ${name}; it may be ${DTYPES.join(' or ')}`);
}

/** @param {string} text */
function readCount(text) {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new TypeError(`--queries must be a whole number above 0, but is "${text}".`);
}
