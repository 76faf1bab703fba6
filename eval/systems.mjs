// The compared search systems: the lists they retrieve, the order of their candidates, and the number of reranked documents.

/**
 * @typedef {'words' | 'dense' | 'static'} ListName
 *
 * @typedef {object} System
 * @property {string} id the name in `--systems` and in the rows of `--json`
 * @property {readonly ListName[]} retrieve
 * @property {'fuse' | 'maxSim'} [order] how candidates become one list
 * @property {{ readonly top: number, readonly weight: number }} [rerank] number of documents to rerank, and weight of the reranker
 * @property {string} label
 */

/** Number of documents of each list: enough for recall@100. */
export const CANDIDATES = 100;

/** Number of documents of each list before MaxSim: the default of a pipeline. */
export const MAX_SIM_CANDIDATES = 50;

const alone = { top: 30, weight: 1 };
// The defaults of a pipeline with a search store.
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
 * Returns true for a system whose dense list comes from the static model. Such a system has its own store.
 *
 * @param {Pick<System, 'retrieve'>} system
 */
export function isStatic({ retrieve }) {
  return retrieve.includes('static');
}
