// The searches that are compared: which lists they fetch, what orders them, and how many documents the reranker judges.

/**
 * @typedef {'words' | 'dense' | 'static'} ListName
 *
 * @typedef {object} System
 * @property {string} id as in `--systems` and in the rows of `--json`
 * @property {readonly ListName[]} retrieve
 * @property {'fuse' | 'maxSim'} [order] what makes one list
 * @property {{ readonly top: number, readonly weight: number }} [rerank] how many documents are judged, and how much that counts
 * @property {string} label
 */

/** How many documents each list has: enough for recall@100. */
export const CANDIDATES = 100;

/** How many each list has before MaxSim, which is what a pipeline has by default. */
export const MAX_SIM_CANDIDATES = 50;

const alone = { top: 30, weight: 1 };
// The defaults of a pipeline over a search store.
const mixed = { top: 10, weight: 0.5 };

/** @type {readonly System[]} */
export const SYSTEMS = [
  { id: 'bm25', retrieve: ['words'], label: 'BM25' },
  { id: 'dense', retrieve: ['dense'], label: 'dense' },
  { id: 'static', retrieve: ['static'], label: 'static' },
  { id: 'hybrid', retrieve: ['words', 'dense'], order: 'fuse', label: 'hybrid (RRF)' },
  { id: 'hybrid-static', retrieve: ['words', 'static'], order: 'fuse', label: 'hybrid (RRF), static' },
  { id: 'dense+maxsim', retrieve: ['dense'], order: 'maxSim', label: 'dense + MaxSim' },
  { id: 'hybrid+maxsim', retrieve: ['words', 'dense'], order: 'maxSim', label: 'hybrid + MaxSim' },
  { id: 'dense+rerank', retrieve: ['dense'], rerank: alone, label: 'dense + rerank' },
  { id: 'hybrid+rerank', retrieve: ['words', 'dense'], order: 'fuse', rerank: alone, label: 'hybrid + rerank' },
  {
    id: 'hybrid+maxsim+rerank',
    retrieve: ['words', 'dense'],
    order: 'maxSim',
    rerank: mixed,
    label: 'hybrid + MaxSim + rerank',
  },
];

/**
 * True for a system whose dense list is the static model's: it has a store of its own.
 *
 * @param {Pick<System, 'retrieve'>} system
 */
export function isStatic({ retrieve }) {
  return retrieve.includes('static');
}
