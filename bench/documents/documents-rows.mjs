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
  if (code !== 0) throw new Error(`measure-documents.mjs exited with code ${code}:\n${output}`);
  /** @type {Measured} */
  const measured = JSON.parse(stdout);
  if (measured.passages < options.files)
    throw new Error(`The index of ${options.files} files has only ${measured.passages} passages.`);
  return documentRows(measured, options);
}

/**
 * @param {Measured} measured
 * @param {{ files: number }} options
 */
function documentRows(measured, { files }) {
  const { passages, index, embed, embedded, refreshMs, wholeMs, answerMs, searchMs, rerankMs, diskMB } = measured;
  const [filesText, passagesText] = [files, passages].map((number) => number.toLocaleString('en-US'));
  const title = `${filesText} files with ${passagesText} passages, all-MiniLM-L6-v2, x-search`;
  /** @type {readonly (readonly [id: string, name: string, unit: string, values: readonly number[]])[]} */
  const rows = [
    ['indexing/program', 'indexing by the program', 'passages/s', [passages / index.seconds]],
    [
      'indexing/program/processor-second',
      'indexing by the program, per second of processor time',
      'passages',
      [passages / index.processorSeconds],
    ],
    ['indexing/alone', 'embedding alone, with token vectors', 'passages/s', [embedded / embed.seconds]],
    [
      'indexing/alone/processor-second',
      'embedding alone, per second of processor time',
      'passages',
      [embedded / embed.processorSeconds],
    ],
    ['refresh/inside', 'refresh of unchanged files: inside the program', 'ms', [refreshMs]],
    ['refresh/process', 'refresh of unchanged files: whole process', 'ms', wholeMs],
    ['refresh/answer', 'refresh of unchanged files: whole process, with a query', 'ms', answerMs],
    ['search/hybrid', 'search over MCP', 'ms', searchMs],
    ['search/hybrid/p95', 'search over MCP, p95', 'ms', [quantile(searchMs, 0.95)]],
    ['search/rerank', 'search over MCP, with reranking', 'ms', rerankMs],
    ['search/rerank/p95', 'search over MCP, with reranking, p95', 'ms', [quantile(rerankMs, 0.95)]],
    ['disk/index', 'size of the index on disk', 'MB', [diskMB]],
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
      description: 'rate of indexing documents, against the rate of only embedding their passages',
      unit: 'x',
      relation: '>=',
      limit: 0.8,
      value: passages / index.seconds / (embedded / embed.seconds),
    }),
    goalRow({
      ...ms,
      id: 'goal/documents/refresh',
      description: 'refresh of unchanged documents, from process start to process end',
      limit: 2000,
      value: quantile(wholeMs, 0.5),
    }),
    goalRow({
      ...ms,
      id: 'goal/documents/search',
      description: 'hybrid search with MaxSim over MCP, p95',
      limit: 60,
      value: quantile(searchMs, 0.95),
    }),
    goalRow({
      ...ms,
      id: 'goal/documents/rerank',
      description: 'hybrid search with MaxSim and a reranker on ten candidates over MCP, p95',
      limit: 1000,
      value: quantile(rerankMs, 0.95),
    }),
  ];
}
