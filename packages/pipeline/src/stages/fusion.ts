import { InvalidArgumentError, type OptionKinds, requireKind, requireOptions } from '@x/core';

import { scaleByDistribution, scaleToUnit } from './scale-scores.ts';

/** One document of a ranked list. */
export interface ListedDocument {
  /** Identity of the document: the same in every list. */
  readonly key: string;
  /** Rank in the list; 1 is the best. */
  readonly rank: number;
  /** Higher is better; never NaN. For a store whose scores are distances, the negative distance. */
  readonly score: number;
}

/** Returns one score per document of several ranked lists; higher is better. Documents without a score are dropped. */
export type FusionFunction = (lists: readonly (readonly ListedDocument[])[]) => ReadonlyMap<string, number>;

/** Options of {@link reciprocalRankFusion}. */
export interface ReciprocalRankFusionOptions {
  /** Constant added to the rank. A larger k reduces the advantage of the first ranks. @default 60 */
  readonly k?: number;
  /** Weight of each list, in the order of the retrieve stages. @default 1 each */
  readonly weights?: readonly number[];
}

const rankFusionKinds: OptionKinds<ReciprocalRankFusionOptions> = { k: 'number', weights: 'list' };

/**
 * Σ weight / (k + rank) over the lists that contain the document. Only ranks count, so lists with different kinds of scores can be
 * fused.
 *
 * Source: Cormack, Clarke and Büttcher, Reciprocal Rank Fusion outperforms Condorcet (SIGIR 2009), which uses k = 60.
 *
 * @example
 * const fuse = reciprocalRankFusion();
 * fuse([[{ key: 'a', rank: 1, score: 9 }], [{ key: 'a', rank: 2, score: 0.1 }]]).get('a'); // => 1 / 61 + 1 / 62
 */
export function reciprocalRankFusion(options: ReciprocalRankFusionOptions = {}): FusionFunction {
  const { k = 60, weights } = requireOptions(options, rankFusionKinds);
  if (!(Number.isFinite(k) && k >= 0))
    throw new InvalidArgumentError({ parameter: 'k', value: k, expected: 'a number of at least 0' });
  requireWeights(weights);
  return (lists) => addUp(lists, weights, (list) => list.map(({ rank }) => 1 / (k + rank)));
}

/**
 * Σ of scores, normalized by the distribution of their list: mean − 3σ becomes 0 and mean + 3σ becomes 1. Scores of a list whose scores
 * are all equal become 0.5.
 *
 * Source: Qdrant's DBSF (lib/segment/src/common/score_fusion.rs).
 */
export function distributionBasedScoreFusion(): FusionFunction {
  return (lists) => addUp(lists, undefined, (list) => scaleByDistribution(scoresOf(list)));
}

/** Σ weight · score, with the scores of each list scaled to the range 0 (worst) to 1 (best). */
export function weightedScoreFusion(options: { readonly weights: readonly number[] }): FusionFunction {
  const { weights } = requireOptions(options, { weights: 'list' });
  requireKind(weights, 'list', 'weights');
  requireWeights(weights);
  return (lists) => addUp(lists, weights, (list) => scaleToUnit(scoresOf(list)));
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

function scoresOf(list: readonly ListedDocument[]): number[] {
  return list.map(({ score }) => score);
}

function requireWeights(weights: readonly number[] | undefined): void {
  if (weights === undefined || weights.every((weight) => Number.isFinite(weight) && weight >= 0)) return;
  throw new InvalidArgumentError({
    parameter: 'weights',
    value: weights,
    expected: 'an array of numbers of at least 0',
  });
}
