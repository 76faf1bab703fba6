import { runInTurns, mapInSteps, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { Fusion } from '../requests/query/query-tree.ts';
import type { QueryHit } from './query-hit.ts';

const { fround } = Math;

/**
 * Merges lists of hits into one hit for each point. Arithmetic is float32, in the order of the lists.
 *
 * A point that occurs several times in a list, as in an `order_by` by several values, counts once, at its first position.
 */
export async function fuseHits(
  sources: readonly (readonly QueryHit[])[],
  fusion: Fusion,
  turns: Turns,
): Promise<QueryHit[]> {
  const fused = new Map<number, QueryHit>();
  for (const [index, given] of sources.entries()) {
    const source = await runInTurns(withoutRepetitions(given), turns);
    const scoring = fusion.method === 'dbsf' ? normalizedScores(source) : reciprocalRanks(source.length, fusion, index);
    const scores = await runInTurns(scoring, turns);
    for (const [position, hit] of source.entries()) {
      if (turns.isSpent()) await turns.next();
      const known = fused.get(hit.slot);
      const score = fround((known?.score ?? 0) + scores[position]!);
      fused.set(hit.slot, { ...(known ?? hit), score });
    }
  }
  return [...fused.values()];
}

function* withoutRepetitions(source: readonly QueryHit[]): Steps<readonly QueryHit[]> {
  const bySlot = new Map<number, QueryHit>();
  yield* mapInSteps(source, (hit) => {
    if (!bySlot.has(hit.slot)) bySlot.set(hit.slot, hit);
  });
  return bySlot.size === source.length ? source : [...bySlot.values()];
}

/**
 * Scores by reciprocal rank fusion: the hit at `position` contributes 1 / ((position + 1) / weight + k − 1), or nothing when the weight
 * is not positive.
 *
 * Source: qdrant/qdrant lib/segment/src/common/reciprocal_rank_fusion.rs.
 */
function* reciprocalRanks(
  length: number,
  { k, weights }: Extract<Fusion, { method: 'rrf' }>,
  source: number,
): Steps<Float32Array> {
  const weight = weights?.[source] ?? 1;
  const scores = new Float32Array(length);
  if (weight <= 0) return scores;
  yield* mapInSteps(scores, (_, position) => {
    scores[position] = 1 / fround(fround(fround((position + 1) / weight) + k) - 1);
  });
  return scores;
}

/**
 * Scores by distribution-based score fusion. Maps the range from three standard deviations below the mean to three above it to 0 to 1. When
 * all scores are equal, they become 0.5.
 *
 * As on a server, a larger score always contributes more. For distances (Euclid, Manhattan), where smaller is better, the
 * farthest points therefore come first. Reciprocal rank fusion is the right method for distances. Source: qdrant/qdrant
 * lib/segment/src/common/score_fusion.rs (`ScoreFusion::dbsf`, `distr_norm`).
 */
function* normalizedScores(source: readonly QueryHit[]): Steps<Float32Array> {
  const { mean, variance } = yield* meanAndVariance(source);
  const reach = fround(3 * fround(Math.sqrt(variance)));
  const min = fround(mean - reach);
  const max = fround(mean + reach);
  if (source.length < 2 || min === max) return new Float32Array(source.length).fill(0.5);
  const span = fround(max - min);
  const scores = new Float32Array(source.length);
  yield* mapInSteps(source, ({ score }, position) => {
    scores[position] = fround(score - min) / span;
  });
  return scores;
}

/** Computes mean and sample variance by Welford's method. */
function* meanAndVariance(source: readonly QueryHit[]): Steps<{ mean: number; variance: number }> {
  let mean = 0;
  let aggregate = 0;
  yield* mapInSteps(source, ({ score }, index) => {
    const before = fround(score - mean);
    mean = fround(mean + fround(before / (index + 1)));
    aggregate = fround(aggregate + fround(before * fround(score - mean)));
  });
  return { mean, variance: fround(aggregate / fround(source.length - 1)) };
}
