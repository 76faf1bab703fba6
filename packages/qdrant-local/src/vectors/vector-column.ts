import type { Steps } from '../turns/steps.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { StoredVector } from './packed-value.ts';

/** Writes to `out` the slots whose similarity to the query is larger than `above`, and some others. Returns how many. */
export interface SlotFinder {
  /** Searches the `count` slots `from`, `from + 1`, .... */
  findInRange(above: number, range: { readonly from: number; readonly count: number }, out: Uint32Array): number;
  /** Searches a list of slots, all of which must have a vector. */
  findInSlots(above: number, slots: Uint32Array, out: Uint32Array): number;
}

/**
 * Scores stored vectors against one query.
 *
 * A score here is a similarity: larger is better for every distance. It is −Σ(x−y)² for Euclid and −Σ|x−y| for Manhattan,
 * as inside Qdrant (lib/segment/src/spaces/simple.rs). `-Infinity` means that a sparse vector shares no index with the query.
 * The score of a slot without a vector is undefined: check {@link VectorColumn.has}.
 *
 * When large vectors make a method slow, it does only part of the work and returns the remaining steps.
 */
export interface SlotScorer {
  /** Writes the similarities of the slots `from`, `from + 1`, ... to all of `out`. */
  scoreRange(from: number, out: Float32Array): Steps<void> | undefined;
  /** Writes the similarity of `slots[i]` to `out[i]`. */
  scoreSlots(slots: Uint32Array, out: Float32Array): Steps<void> | undefined;
  /** Finds better slots without scoring each of them; absent when that is not cheaper. */
  readonly finder?: SlotFinder | undefined;
  /**
   * Finds the slots, each once and in any order, that may have a similarity other than `-Infinity`. All of them have a vector.
   * Scoring only these slots avoids a full scan. Absent when every slot may have one.
   */
  readonly findReachable?: (() => Steps<Uint32Array>) | undefined;
  /** The number of slots to score at once, when scoring a thousand would block the event loop for too long. */
  readonly slotsAtOnce?: number | undefined;
}

/** The vectors of one name in memory, by the slot of their point. */
export interface VectorColumn {
  has(slot: number): boolean;
  /** Returns the vector as stored; views are valid until the next write. */
  get(slot: number): VectorValue | undefined;
  /** Stores a copy of a vector that was prepared for this column. Returns the remaining steps when the vector is large. */
  set(slot: number, vector: StoredVector): Steps<void> | undefined;
  /** Removes a vector. Returns the remaining steps when the vector is large. */
  clear(slot: number): Steps<void> | undefined;
  /** Number of vectors. */
  readonly size: number;
  /** Returns a scorer for a query that was prepared for this column, or the steps that create it. Valid until the next write. */
  scorer(query: VectorValue): SlotScorer | Steps<SlotScorer>;
  /** Returns the similarity of two prepared vectors, which need not be stored, or the steps that compute it. */
  similarity(a: VectorValue, b: VectorValue): number | Steps<number>;
  /** Converts a similarity to the score that clients see: √−s for Euclid, −s for Manhattan, otherwise s itself. */
  scoreOf(similarity: number): number;
  /** True when clients see smaller scores for better hits. */
  readonly isSmallerBetter: boolean;
}
