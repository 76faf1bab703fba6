/** The ranking of one query, with the relevance of each document. */
export interface JudgedRanking {
  /** Relevance of each returned document, best rank first; 0 for documents without a judgement. */
  readonly relevances: readonly number[];
  /** Relevances above 0 of all judged documents, highest first. */
  readonly idealRelevances: readonly number[];
}

/** A metric of one query, 0 to 1, over the first `depth` ranks. 0 when nothing is relevant. */
export type Metric = (ranking: JudgedRanking, depth: number) => number;

/**
 * Normalized discounted cumulative gain: Σ relevance / log2(rank + 1), divided by the best possible sum.
 *
 * Source: trec_eval's `ndcg_cut` (m_ndcg_cut.c): gains are linear, and negative relevances count as 0.
 */
export const ndcg: Metric = ({ relevances, idealRelevances }, depth) => {
  const ideal = discountedGain(idealRelevances, depth);
  return ideal === 0 ? 0 : discountedGain(relevances, depth) / ideal;
};

/** One divided by the rank of the first relevant document. Source: trec_eval's `recip_rank`, limited to the depth. */
export const reciprocalRank: Metric = ({ relevances }, depth) => {
  const index = relevances.slice(0, depth).findIndex(isRelevant);
  return index === -1 ? 0 : 1 / (index + 1);
};

/** Fraction of the relevant documents that are in the first `depth` ranks. Source: trec_eval's `recall`. */
export const recall: Metric = ({ relevances, idealRelevances }, depth) =>
  idealRelevances.length === 0 ? 0 : countRelevant(relevances, depth) / idealRelevances.length;

/** Fraction of the first `depth` ranks that are relevant; missing ranks count as irrelevant. Source: trec_eval's `P`. */
export const precision: Metric = ({ relevances }, depth) => countRelevant(relevances, depth) / depth;

/** Mean of the precisions at the ranks of all relevant documents, 0 for those not found. Source: trec_eval's `map_cut`. */
export const averagePrecision: Metric = ({ relevances, idealRelevances }, depth) => {
  let found = 0;
  let sum = 0;
  for (const [index, relevance] of relevances.slice(0, depth).entries()) {
    if (isRelevant(relevance)) sum += ++found / (index + 1);
  }
  return idealRelevances.length === 0 ? 0 : sum / idealRelevances.length;
};

function discountedGain(relevances: readonly number[], depth: number): number {
  return relevances
    .slice(0, depth)
    .reduce((sum, relevance, index) => sum + Math.max(relevance, 0) / Math.log2(index + 2), 0);
}

function countRelevant(relevances: readonly number[], depth: number): number {
  return relevances.slice(0, depth).filter(isRelevant).length;
}

function isRelevant(relevance: number): boolean {
  return relevance > 0;
}
