import { finish, runInTurns, type Steps } from '../turns/steps.ts';
import type { Turns } from '../turns/turns.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { VectorColumn } from '../vectors/vector-column.ts';
import type { ScoredSlot } from './nearest-scan.ts';

const { fround } = Math;

/** Options of {@link diversify}. */
export interface DiversifyOptions {
  /** The weight of relevance, from 0 to 1, a float32. The weight of diversity is 1 − λ. */
  readonly lambda: number;
  /** The maximum number of points to choose. */
  readonly limit: number;
  readonly turns: Turns;
}

/**
 * Chooses candidates one by one, and returns them with their scores. Each time, it chooses the candidate with the largest value of
 * λ · similarity to the query − (1 − λ) · largest similarity to the chosen ones. A tie goes to the first candidate. The first
 * choice is the candidate most similar to the query.
 *
 * Source: qdrant/qdrant lib/shard/src/query/mmr/mod.rs.
 */
export async function diversify<T extends ScoredSlot>(
  candidates: readonly T[],
  column: VectorColumn,
  query: VectorValue,
  { lambda, limit, turns }: DiversifyOptions,
): Promise<T[]> {
  const places = placesBySlot(candidates);
  const among = { column, turns };
  const relevance = await similarities(places, among, query, (candidate) => column.similarity(query, candidate));
  const nearestChosen = new Float32Array(candidates.length).fill(-Infinity);
  const marginal = relevance.slice();
  const isChosen = new Uint8Array(candidates.length);
  const chosen: T[] = [];
  while (chosen.length < Math.min(limit, candidates.length)) {
    if (turns.isSpent()) await turns.next();
    const best = largest(marginal, isChosen);
    isChosen[best] = 1;
    chosen.push(candidates[best]!);
    const vector = column.get(candidates[best]!.slot)!;
    const toBest = await similarities(places, among, vector, (candidate) => column.similarity(candidate, vector));
    for (let index = 0; index < marginal.length; index++) {
      if (toBest[index]! > nearestChosen[index]!) nearestChosen[index] = toBest[index]!;
      marginal[index] = fround(lambda * relevance[index]!) - fround(fround(1 - lambda) * nearestChosen[index]!);
    }
  }
  return chosen;
}

/** The candidates' slots in ascending order, which is the fastest order for scoring, and the position of each slot among the candidates. */
interface CandidatePlaces {
  readonly slots: Uint32Array;
  readonly places: Uint32Array;
}

function placesBySlot(candidates: readonly ScoredSlot[]): CandidatePlaces {
  const places = Uint32Array.from(candidates.keys()).toSorted((a, b) => candidates[a]!.slot - candidates[b]!.slot);
  return { places, slots: places.map((place) => candidates[place]!.slot) };
}

/** Returns the similarity of each candidate to a vector, in the order of the candidates. `compare` fixes the order of the two operands. */
async function similarities(
  { slots, places }: CandidatePlaces,
  { column, turns }: { readonly column: VectorColumn; readonly turns: Turns },
  vector: VectorValue,
  compare: (candidate: VectorValue) => number | Steps<number>,
): Promise<Float32Array> {
  const bySlot = new Float32Array(slots.length);
  // A scorer of sparse vectors may weight by document frequency, which is right for finding candidates, but not for comparing
  // them. For multivectors, it matters which of the two is the query.
  if (vector.kind === 'dense') {
    const scorer = await runInTurns(finish(column.scorer(vector)), turns);
    const rest = scorer.scoreSlots(slots, bySlot);
    if (rest !== undefined) await runInTurns(rest, turns);
  } else {
    for (const [index, slot] of slots.entries()) {
      if (turns.isSpent()) await turns.next();
      const similarity = compare(column.get(slot)!);
      bySlot[index] = typeof similarity === 'number' ? similarity : await runInTurns(similarity, turns);
    }
  }
  const inOrder = new Float32Array(slots.length);
  for (const [index, place] of places.entries()) {
    // Sparse vectors without a common index count as orthogonal.
    inOrder[place] = bySlot[index] === -Infinity ? 0 : bySlot[index]!;
  }
  return inOrder;
}

/** Returns the position of the first largest score that is not chosen yet. */
function largest(scores: Float32Array, isChosen: Uint8Array): number {
  let best = -1;
  for (let index = 0; index < scores.length; index++) {
    if (isChosen[index] === 0 && (best === -1 || scores[index]! > scores[best]!)) best = index;
  }
  return best;
}
