// Measures the weight of the reranker against the stage before it, with the same candidates for each weight.
import { replayReranking } from './replay-reranking.mjs';

/** A weight of 0 uses only the first stage, 1 only the reranker. */
const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Weights are chosen on this set only. The other sets test the choice. */
export const DEVELOPMENT_SET = 'covidqa_dev';

/**
 * @typedef {{ set: string, system: string, weight: number, metric: 'ndcg@10', value: number }} WeightRow
 *
 * @param {import('./load-set.mjs').EvaluationSet} set
 * @param {import('./systems.mjs').System} system
 * @param {import('./replay-reranking.mjs').ReplayParts} parts
 * @returns {Promise<WeightRow[]>}
 */
export async function weighReranker(set, system, parts) {
  /** @type {WeightRow[]} */
  const rows = [];
  const depth = system.rerank?.top ?? 0;
  for (const weight of WEIGHTS) {
    const value = await replayReranking(set, parts, { depth, weight });
    rows.push({ set: set.name, system: system.id, weight, metric: 'ndcg@10', value });
  }
  return rows;
}

/**
 * Returns the best weight for a system on the development set. On a tie, the larger weight wins. `undefined` when that set was not measured.
 *
 * @param {readonly WeightRow[]} rows
 * @param {string} system
 */
export function chooseWeight(rows, system) {
  const measured = rows.filter((row) => row.set === DEVELOPMENT_SET && row.system === system);
  return measured.toSorted((a, b) => b.value - a.value || b.weight - a.weight)[0]?.weight;
}
