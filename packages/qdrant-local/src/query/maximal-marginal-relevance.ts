import type { VectorColumn } from '../vectors/vector-column.ts';
import type { VectorValue } from '../vectors/vector-value.ts';
import type { ScoredSlot } from './nearest.ts';

const { fround } = Math;

/** How {@link diversify} chooses. */
export interface DiversifyOptions {
  /** Weight of relevance, 0 to 1, a float32; diversity has the rest. */
  readonly lambda: number;
  /** How many to choose at most. */
  readonly limit: number;
}

/**
 * Chooses candidates one by one, each time the one with the largest λ · similarity to the query − (1 − λ) · largest
 * similarity to those chosen before; of equal ones the first. They keep their scores.
 *
 * Source: qdrant/qdrant lib/shard/src/query/mmr/mod.rs.
 */
export function diversify<T extends ScoredSlot>(
  candidates: readonly T[],
  column: VectorColumn,
  query: VectorValue,
  { lambda, limit }: DiversifyOptions,
): T[] {
  const vectors = candidates.map(({ slot }) => column.get(slot)!);
  const similarity = (a: VectorValue, b: VectorValue): number => {
    const value = column.similarity(a, b);
    // Sparse vectors that share no index.
    return value === -Infinity ? 0 : value;
  };
  const relevance = vectors.map((vector) => fround(lambda * similarity(query, vector)));
  const nearestChosen = new Float32Array(candidates.length).fill(-Infinity);
  const remaining = new Set(candidates.keys());
  const chosen: T[] = [];
  while (chosen.length < limit && remaining.size > 0) {
    let best: number | undefined;
    let bestScore = -Infinity;
    for (const index of remaining) {
      // Nothing was chosen before the first one, which is therefore the most relevant, also where λ is 0.
      const score = chosen.length === 0 ? similarity(query, vectors[index]!) : marginal(index);
      if (best === undefined || score > bestScore) {
        best = index;
        bestScore = score;
      }
    }
    remaining.delete(best!);
    chosen.push(candidates[best!]!);
    for (const index of remaining) {
      const toChosen = similarity(vectors[index]!, vectors[best!]!);
      if (toChosen > nearestChosen[index]!) nearestChosen[index] = toChosen;
    }
  }
  return chosen;

  function marginal(index: number): number {
    return fround(relevance[index]! - fround(fround(1 - lambda) * nearestChosen[index]!));
  }
}
