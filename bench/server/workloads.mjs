// What is asked of a server, and how many ask at once.
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
 * @property {import('../texts/lengths.mjs').DrawLength} length of each text or document
 * @property {number} requests how many different ones there are, asked over and over
 * @property {Readonly<Record<'quick' | 'full', readonly [alone: number, together: number]>>} amounts requests of a round: of one connection, and of
 *   several together
 * @property {number} documents of each request; 0 for embeddings of one text
 */

const QUERY = 10;

/** @type {readonly Workload[]} */
export const WORKLOADS = [
  {
    id: 'embed-short',
    title: 'embeddings, a text of 16 tokens',
    seed: 201,
    length: uniform(16),
    requests: 512,
    amounts: { quick: [100, 512], full: [400, 1536] },
    documents: 0,
  },
  {
    id: 'embed-mixed',
    title: 'embeddings, a text of mixed length',
    seed: 202,
    length: mixed,
    requests: 512,
    amounts: { quick: [40, 192], full: [120, 512] },
    documents: 0,
  },
  {
    id: 'rerank',
    title: 'reranking, a query of 10 tokens and 10 documents of 16',
    seed: 203,
    length: uniform(16),
    requests: 64,
    amounts: { quick: [8, 64], full: [20, 64] },
    documents: 10,
  },
];

/** Requests that are under way at any time. */
export const CONNECTIONS = [1, 16, 64];

/**
 * The requests of a workload, whose texts have exact lengths and are all different.
 *
 * @param {Workload} workload
 * @param {string} modelFolder whose tokenizer counts
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
