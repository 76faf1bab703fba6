// How many documents are worth reranking: what more of them cost is known, one run of the model each.
import { replayReranking } from './replay-reranking.mjs';

/** No fewer than are judged. */
const DEPTHS = [10, 15, 20, 25, 30];
/** What a system that reads fewer is tried with, too. */
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
