// The workloads of the int8 benchmark.

/**
 * @typedef {object} Int8Workload
 * @property {string} id also the name of its file of texts
 * @property {string} title
 * @property {'embed' | 'rerank'} task
 * @property {number} count
 * @property {number} quick
 */

/** @type {readonly Int8Workload[]} */
export const INT8_WORKLOADS = [
  { id: 'short', title: 'short: texts of 16 tokens', task: 'embed', count: 1024, quick: 256 },
  {
    id: 'mixed',
    title: 'mixed lengths: log-normal, median 64 tokens, at most 256',
    task: 'embed',
    count: 256,
    quick: 128,
  },
  { id: 'long', title: 'long: texts of 256 tokens', task: 'embed', count: 96, quick: 32 },
  {
    id: 'rerank-passages',
    title: 'reranking: a query of 10 tokens, 30 passages of 160 tokens',
    task: 'rerank',
    count: 30,
    quick: 30,
  },
];
