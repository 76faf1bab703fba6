// Report rows of the search program over a folder of documents.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runNode } from '../../scripts/set-up/run.mjs';
import { goalRow, measuredRow } from '../report/rows.mjs';
import { quantile } from '../statistics.mjs';

/** @typedef {import('./measure-documents.mjs').Measured} Measured */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const CACHE = here('../.cache/documents');

const SIZES = {
  quick: { files: 60, queries: 40, reranked: 5, embedded: 150, rounds: 3 },
  full: { files: 2000, queries: 200, reranked: 50, embedded: 2000, rounds: 9 },
};

/**
 * Runs `measure-documents.mjs` in a fresh process.
 *
 * @param {{ mode: 'quick' | 'full' }} options
 * @returns {Promise<import('../report/rows.mjs').Row[]>}
 */
export async function measureDocuments({ mode }) {
  mkdirSync(CACHE, { recursive: true });
  const options = { ...SIZES[mode], model: here('../../models/all-minilm-l6-v2'), folder: CACHE };
  const { code, stdout, output } = await runNode(here('measure-documents.mjs'), [JSON.stringify(options)], {
    capture: true,
  });
  if (code !== 0) throw new Error(`measure-documents.mjs ended with ${code}:\n${output}`);
  /** @type {Measured} */
  const measured = JSON.parse(stdout);
  if (measured.passages < options.files) throw new Error(`${options.files} files gave ${measured.passages} passages.`);
  return documentRows(measured, options);
}

/**
 * @param {Measured} measured
 * @param {{ files: number }} options
 */
function documentRows(measured, { files }) {
  const { passages, index, embed, embedded, refreshMs, wholeMs, answerMs, searchMs, rerankMs, diskMB } = measured;
  const [filesText, passagesText] = [files, passages].map((number) => number.toLocaleString('en-US'));
  const title = `${filesText} files of ${passagesText} passages, all-MiniLM-L6-v2, x-search`;
  /** @type {readonly (readonly [id: string, name: string, unit: string, values: readonly number[]])[]} */
  const rows = [
    ['indexing/program', 'indexed by the program', 'passages/s', [passages / index.seconds]],
    [
      'indexing/program/processor-second',
      'in a second of processor time',
      'passages',
      [passages / index.processorSeconds],
    ],
    ['indexing/alone', 'embedded alone, with token vectors', 'passages/s', [embedded / embed.seconds]],
    [
      'indexing/alone/processor-second',
      'in a second of processor time',
      'passages',
      [embedded / embed.processorSeconds],
    ],
    ['refresh/inside', 'unchanged: inside the program', 'ms', [refreshMs]],
    ['refresh/process', 'unchanged: whole process', 'ms', wholeMs],
    ['refresh/answer', 'unchanged: whole process, with a query', 'ms', answerMs],
    ['search/hybrid', 'a search over MCP', 'ms', searchMs],
    ['search/hybrid/p95', 'p95', 'ms', [quantile(searchMs, 0.95)]],
    ['search/rerank', 'a search over MCP, reranked', 'ms', rerankMs],
    ['search/rerank/p95', 'p95', 'ms', [quantile(rerankMs, 0.95)]],
    ['disk/index', 'the index on disk', 'MB', [diskMB]],
  ];
  return [
    ...goalRows(measured),
    ...rows.map(([id, name, unit, values]) =>
      measuredRow({
        id: `documents-${id}`,
        description: `${title}; ${name}`,
        unit,
        // Processor time is NaN except on Linux.
        values: values.filter((value) => Number.isFinite(value)),
      }),
    ),
  ];
}

/** @param {Measured} measured */
function goalRows({ passages, index, embed, embedded, wholeMs, searchMs, rerankMs }) {
  const ms = /** @type {const} */ ({ unit: 'ms', relation: '<=' });
  return [
    goalRow({
      id: 'goal/documents/indexing',
      description: 'rate of indexing documents, against the rate of embedding their passages alone',
      unit: 'x',
      relation: '>=',
      limit: 0.8,
      value: passages / index.seconds / (embedded / embed.seconds),
    }),
    goalRow({
      ...ms,
      id: 'goal/documents/refresh',
      description: 'a refresh of unchanged documents, from the start of the process to its end',
      limit: 2000,
      value: quantile(wholeMs, 0.5),
    }),
    goalRow({
      ...ms,
      id: 'goal/documents/search',
      description: 'a hybrid search with MaxSim over MCP, p95',
      limit: 60,
      value: quantile(searchMs, 0.95),
    }),
    goalRow({
      ...ms,
      id: 'goal/documents/rerank',
      description: 'the same with a reranker on ten candidates, p95',
      limit: 1000,
      value: quantile(rerankMs, 0.95),
    }),
  ];
}
