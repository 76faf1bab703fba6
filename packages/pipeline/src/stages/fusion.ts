import { InvalidArgumentError, type OptionKinds, requireKind, requireOptions } from '@x/core';

/** One document of a ranked list. */
export interface ListedDocument {
  /** The same document has the same key in every list. */
  readonly key: string;
  /** 1 is the best. */
  readonly rank: number;
  /** Higher is better: where a store's scores are distances, these are their negatives. */
  readonly score: number;
}

/** Gives each document of several ranked lists one score; higher is better. Documents that get none are dropped. */
export type FusionFunction = (lists: readonly (readonly ListedDocument[])[]) => ReadonlyMap<string, number>;

/** Options of {@link reciprocalRankFusion}. */
export interface ReciprocalRankFusionOptions {
  /** The larger, the less the first places stand out. @default 60 */
  readonly k?: number;
  /** What each list counts, in the order of the retrieve stages. @default 1 each */
  readonly weights?: readonly number[];
}

const rankFusionKinds: OptionKinds<ReciprocalRankFusionOptions> = { k: 'number', weights: 'list' };

/**
 * Σ weight / (k + rank) over the lists that have the document: only ranks count, so lists of any measure go together.
 *
 * Source: Cormack, Clarke and Büttcher, Reciprocal Rank Fusion outperforms Condorcet (SIGIR 2009), whose k is 60.
 *
 * @example
 * const fuse = reciprocalRankFusion();
 * fuse([[{ key: 'a', rank: 1, score: 9 }], [{ key: 'a', rank: 2, score: 0.1 }]]).get('a'); // => 1 / 61 + 1 / 62
 */
export function reciprocalRankFusion(options: ReciprocalRankFusionOptions = {}): FusionFunction {
  const { k = 60, weights } = requireOptions(options, rankFusionKinds);
  if (!(Number.isFinite(k) && k >= 0))
    throw new InvalidArgumentError({ parameter: 'k', value: k, expected: 'a number from 0' });
  requireWeights(weights);
  return (lists) => addUp(lists, weights, (list) => list.map(({ rank }) => 1 / (k + rank)));
}

/**
 * Σ of scores that were normalised by their list's distribution: mean − 3σ becomes 0 and mean + 3σ becomes 1; 0.5 in a list whose scores
 * are all equal.
 *
 * Source: Qdrant's DBSF (lib/segment/src/common/score_fusion.rs).
 */
export function distributionBasedScoreFusion(): FusionFunction {
  return (lists) => addUp(lists, undefined, normalizeByDistribution);
}

/** Σ weight · score, where each list's scores are scaled to 0 (its worst) … 1 (its best). */
export function weightedScoreFusion(options: { readonly weights: readonly number[] }): FusionFunction {
  const { weights } = requireOptions(options, { weights: 'list' });
  requireKind(weights, 'list', 'weights');
  requireWeights(weights);
  return (lists) => addUp(lists, weights, (list) => scaleToUnit(list.map(({ score }) => score)));
}

/** Scales scores to 0 … 1; equal ones become 1. */
export function scaleToUnit(scores: readonly number[]): number[] {
  const low = Math.min(...scores);
  const range = Math.max(...scores) - low;
  return scores.map((score) => (range === 0 ? 1 : (score - low) / range));
}

function addUp(
  lists: readonly (readonly ListedDocument[])[],
  weights: readonly number[] | undefined,
  contributions: (list: readonly ListedDocument[]) => readonly number[],
): Map<string, number> {
  if (weights !== undefined && weights.length !== lists.length) {
    const expected = `one weight for each of the ${lists.length} lists`;
    throw new InvalidArgumentError({ parameter: 'weights', value: weights, expected });
  }
  const sums = new Map<string, number>();
  for (const [position, list] of lists.entries()) {
    const values = contributions(list);
    for (const [index, { key }] of list.entries()) {
      sums.set(key, (sums.get(key) ?? 0) + (weights?.[position] ?? 1) * values[index]!);
    }
  }
  return sums;
}

function normalizeByDistribution(list: readonly ListedDocument[]): number[] {
  const mean = list.reduce((sum, { score }) => sum + score, 0) / list.length;
  const variance = list.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / (list.length - 1);
  if (!(variance > 0)) return list.map(() => 0.5);
  const spread = 3 * Math.sqrt(variance);
  return list.map(({ score }) => (score - (mean - spread)) / (2 * spread));
}

function requireWeights(weights: readonly number[] | undefined): void {
  if (weights === undefined || weights.every((weight) => Number.isFinite(weight) && weight >= 0)) return;
  throw new InvalidArgumentError({ parameter: 'weights', value: weights, expected: 'numbers from 0' });
}
