// The searches that are compared: which lists they fetch, and whether the reranker judges what comes of them.

/**
 * @typedef {'words' | 'dense' | 'tokens'} VectorName a vector of the store: BM25's, the passage's, one for each of its tokens
 *
 * @typedef {object} System
 * @property {string} id as in `--systems` and in the rows of `--json`
 * @property {readonly VectorName[]} retrieve
 * @property {boolean} reranks
 * @property {string} label
 */

/** @type {readonly System[]} */
export const SYSTEMS = [
  { id: 'bm25', retrieve: ['words'], reranks: false, label: 'BM25' },
  { id: 'dense', retrieve: ['dense'], reranks: false, label: 'dense' },
  { id: 'hybrid', retrieve: ['words', 'dense'], reranks: false, label: 'hybrid (RRF)' },
  { id: 'late-interaction', retrieve: ['tokens'], reranks: false, label: 'late interaction (MaxSim)' },
  { id: 'dense-rerank', retrieve: ['dense'], reranks: true, label: 'dense + rerank' },
  { id: 'hybrid-rerank', retrieve: ['words', 'dense'], reranks: true, label: 'hybrid + rerank' },
];

/** How many documents each list has: enough for recall@100. */
export const CANDIDATES = 100;

/** How many of them the reranker reads. */
export const RERANKED = 30;
