// The workloads of the server benchmark: the requests and the numbers of connections.
import { Tokenizer } from '../../packages/tokenizer/dist/index.js';
import { MAX_LENGTH, mixed, uniform } from '../texts/lengths.mjs';
import { checkLengths, countWords, makeTexts } from '../texts/make-texts.mjs';

/**
 * One request: a text, or a query with documents.
 *
 * @typedef {{ text: string } | { query: string, documents: readonly string[] }} Ask
 *
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {number} seed
 * @property {import('../texts/lengths.mjs').DrawLength} length draws the length of each text or document, in tokens
 * @property {number} requests number of different requests, which are repeated
 * @property {Readonly<Record<'quick' | 'full', readonly [alone: number, together: number]>>} amounts number of requests in a round: with one
 *   connection, and with several
 * @property {number} documents number of documents per request; 0 for embeddings of one text
 */

const QUERY = 10;

/** @type {readonly Workload[]} */
export const WORKLOADS = [
  {
    id: 'embed-short',
    title: 'embeddings, one text of 16 tokens',
    seed: 201,
    length: uniform(16),
    requests: 512,
    amounts: { quick: [100, 512], full: [400, 1536] },
    documents: 0,
  },
  {
    id: 'embed-mixed',
    title: 'embeddings, one text of mixed length',
    seed: 202,
    length: mixed,
    requests: 512,
    amounts: { quick: [40, 192], full: [120, 512] },
    documents: 0,
  },
  {
    id: 'rerank',
    title: 'reranking, a query of 10 tokens and 10 documents of 16 tokens',
    seed: 203,
    length: uniform(16),
    requests: 64,
    amounts: { quick: [8, 64], full: [20, 64] },
    documents: 10,
  },
];

/** Numbers of concurrent requests. */
export const CONNECTIONS = [1, 16, 64];

/**
 * Returns the requests of a workload. Their texts have exact lengths and are all different.
 *
 * @param {Workload} workload
 * @param {string} modelFolder folder of the model whose tokenizer counts the tokens
 * @returns {Promise<Ask[]>}
 */
export async function makeRequests({ seed, length, requests, documents }, modelFolder) {
  const tokenizer = await Tokenizer.load(modelFolder, { maxLength: MAX_LENGTH });
  const words = await countWords(tokenizer);
  const texts = makeTexts({ words, seed, count: requests * Math.max(documents, 1), length });
  await checkLengths(texts, tokenizer);
  if (documents === 0) return texts.map(({ text }) => ({ text }));
  const queries = makeTexts({ words, seed: -seed, count: requests, length: uniform(QUERY) });
  return queries.map(({ text }, index) => ({
    query: text,
    documents: texts.slice(index * documents, (index + 1) * documents).map(({ text: document }) => document),
  }));
}
