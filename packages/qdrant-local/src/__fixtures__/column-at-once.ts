import { atOnce, finish, type Steps } from '../turns/steps.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { StoredVector } from '../vectors/packed-value.ts';
import type { SlotScorer, VectorColumn } from '../vectors/vector-column.ts';

/** Runs the remaining steps of a write to a column, or of scoring. */
function finishWork(rest: Steps<void> | undefined): void {
  if (rest !== undefined) atOnce(rest);
}

/** Writes a vector, or clears its slot, without a pause. */
export function write(column: VectorColumn, slot: number, vector: StoredVector | undefined): void {
  finishWork(vector === undefined ? column.clear(slot) : column.set(slot, vector));
}

/** Compares two vectors without a pause. */
export function similarityOf(column: VectorColumn, a: VectorValue, b: VectorValue): number {
  const similarity = column.similarity(a, b);
  return typeof similarity === 'number' ? similarity : atOnce(similarity);
}

/** Returns a scorer that is created, and scores, without a pause. */
export function scorerOf(column: Pick<VectorColumn, 'scorer'>, query: VectorValue) {
  const scorer: SlotScorer = atOnce(finish(column.scorer(query)));
  return {
    slotsAtOnce: scorer.slotsAtOnce,
    scoreRange: (from: number, out: Float32Array): void => finishWork(scorer.scoreRange(from, out)),
    scoreSlots: (slots: Uint32Array, out: Float32Array): void => finishWork(scorer.scoreSlots(slots, out)),
    reachable: (): Uint32Array | undefined => scorer.findReachable && atOnce(scorer.findReachable()),
  };
}
