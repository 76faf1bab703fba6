// Writes one file of texts per workload, which every contestant reads.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { giantAmong, MAX_LENGTH, mixed, uniform } from './lengths.mjs';
import { checkLengths, countWords, makeTexts } from './make-texts.mjs';

const SHORT = 16;
const QUERY = 10;
const PASSAGE = 160;

/**
 * The contents of each file. With `query`, the file contains one query and its documents.
 *
 * @type {Readonly<Record<string, { seed: number, length: import('./lengths.mjs').DrawLength, query?: true }>>}
 */
const FILES = {
  short: { seed: 101, length: uniform(SHORT) },
  mixed: { seed: 102, length: mixed },
  long: { seed: 103, length: uniform(MAX_LENGTH) },
  small: { seed: 104, length: uniform(SHORT) },
  giant: { seed: 105, length: uniform(MAX_LENGTH) },
  'giant-among-small': { seed: 104, length: giantAmong(SHORT) },
  documents: { seed: 106, length: mixed },
  stream: { seed: 107, length: mixed },
  queries: { seed: 108, length: uniform(SHORT) },
  'rerank-short': { seed: 109, length: uniform(SHORT), query: true },
  'rerank-mixed': { seed: 110, length: mixed, query: true },
  'rerank-passages': { seed: 113, length: uniform(PASSAGE), query: true },
  sample: { seed: 111, length: mixed },
  'warm-up': { seed: 112, length: mixed },
};

/** @typedef {{ file: string, tokens: number }} TextFile `tokens`: sum over all texts, without the query of a reranking file */

/**
 * Writes the files as JSON Lines, one `{ "text": ... }` per line. The first line of a reranking file is its query.
 *
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.embedder directory of the model whose tokenizer counts the tokens
 * @param {Readonly<Record<string, number>>} options.counts number of texts by file
 * @returns {Promise<Map<string, TextFile>>}
 */
export async function writeTexts({ folder, embedder, counts }) {
  mkdirSync(folder, { recursive: true });
  const tokenizer = await Tokenizer.load(embedder, { maxLength: MAX_LENGTH });
  const words = await countWords(tokenizer);
  /** @type {Map<string, TextFile>} */
  const files = new Map();
  for (const [name, { seed, length, query }] of Object.entries(FILES)) {
    const texts = makeTexts({ words, seed, count: counts[name] ?? 0, length });
    const queries = query ? makeTexts({ words, seed: -seed, count: 1, length: uniform(QUERY) }) : [];
    await checkLengths([...queries, ...texts], tokenizer);
    const file = join(folder, `${name}.jsonl`);
    writeFileSync(file, [...queries, ...texts].map(({ text }) => `${JSON.stringify({ text })}\n`).join(''));
    files.set(name, { file, tokens: texts.reduce((sum, { tokens }) => sum + tokens, 0) });
  }
  return files;
}
