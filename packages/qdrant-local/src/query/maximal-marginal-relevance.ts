import type { VectorColumn } from '../vectors/vector-column.ts';
import type { VectorValue } from '../vectors/vector-value.ts';
import { isTurnSpent, nextTurn } from './event-loop-turns.ts';
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
 * similarity to those chosen before; of equal ones the first. The first one is the most similar to the query. They keep
 * their scores.
 *
 * Source: qdrant/qdrant lib/shard/src/query/mmr/mod.rs.
 */
export async function diversify<T extends ScoredSlot>(
  candidates: readonly T[],
  column: VectorColumn,
  query: VectorValue,
  { lambda, limit }: DiversifyOptions,
): Promise<T[]> {
  const slots = Uint32Array.from(candidates, ({ slot }) => slot);
  const relevance = similarities(slots, column, query, (candidate) => column.similarity(query, candidate));
  const nearestChosen = new Float32Array(candidates.length).fill(-Infinity);
  const marginal = relevance.slice();
  const isChosen = new Uint8Array(candidates.length);
  const chosen: T[] = [];
  while (chosen.length < Math.min(limit, candidates.length)) {
    if (isTurnSpent()) await nextTurn();
    const best = largest(marginal, isChosen);
    isChosen[best] = 1;
    chosen.push(candidates[best]!);
    const vector = column.get(slots[best]!)!;
    const toBest = similarities(slots, column, vector, (candidate) => column.similarity(candidate, vector));
    for (let index = 0; index < marginal.length; index++) {
      if (toBest[index]! > nearestChosen[index]!) nearestChosen[index] = toBest[index]!;
      marginal[index] = fround(lambda * relevance[index]!) - fround(fround(1 - lambda) * nearestChosen[index]!);
    }
  }
  return chosen;
}

/** The similarity of each candidate to a vector, as `compare` takes the two. */
function similarities(
  slots: Uint32Array,
  column: VectorColumn,
  vector: VectorValue,
  compare: (candidate: VectorValue) => number,
): Float32Array {
  if (vector.kind === 'dense') {
    const scores = new Float32Array(slots.length);
    column.scorer(vector).scoreSlots(slots, scores);
    return scores;
  }
  // A scorer of sparse vectors may weigh by document frequency, which is for finding candidates, not for comparing them;
  // and it matters which of two multivectors is the query.
  return Float32Array.from(slots, (slot) => {
    const similarity = compare(column.get(slot)!);
    // Sparse vectors that share no index.
    return similarity === -Infinity ? 0 : similarity;
  });
}

/** The first of the largest that is not chosen. */
function largest(scores: Float32Array, isChosen: Uint8Array): number {
  let best = -1;
  for (let index = 0; index < scores.length; index++) {
    if (isChosen[index] === 0 && (best === -1 || scores[index]! > scores[best]!)) best = index;
  }
  return best;
}
