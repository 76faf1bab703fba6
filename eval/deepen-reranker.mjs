// Measures how many documents are worth reranking. The cost is known: one run of the model per document.
import { replayReranking } from './replay-reranking.mjs';

/** Depths of at least the 10 documents that nDCG@10 judges. */
const DEPTHS = [10, 15, 20, 25, 30];
/** A further depth for systems that rerank fewer documents. */
const DEEPEST = 20;

/**
 * @typedef {{ set: string, system: string, depth: number, metric: 'ndcg@10', value: number }} DepthRow
 *
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {import('./systems.mjs').System} system
 * @param {import('./replay-reranking.mjs').ReplayParts} parts
 * @returns {Promise<DepthRow[]>}
 */
export async function deepenReranker(set, system, parts) {
  /** @type {DepthRow[]} */
  const rows = [];
  const deepest = Math.max(DEEPEST, system.rerank?.top ?? 0);
  for (const depth of DEPTHS.filter((one) => one <= deepest)) {
    const value = await replayReranking(set, parts, { depth, weight: system.rerank?.weight ?? 1 });
    rows.push({ set: set.name, system: system.id, depth, metric: 'ndcg@10', value });
  }
  return rows;
}
