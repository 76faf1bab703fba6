// How much the reranker should count beside the stage before it: the same candidates, mixed by each weight.
import { replayReranking } from './replay-reranking.mjs';

/** 0 is the first stage alone, 1 the reranker alone. */
const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** The only set that a weight may be chosen on; the others are there to test the choice. */
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
 * The weight that is best for a system on the development set, the larger of equals; `undefined` where that set was not measured.
 *
 * @param {readonly WeightRow[]} rows
 * @param {string} system
 */
export function chooseWeight(rows, system) {
  const measured = rows.filter((row) => row.set === DEVELOPMENT_SET && row.system === system);
  return measured.toSorted((a, b) => b.value - a.value || b.weight - a.weight)[0]?.weight;
}
