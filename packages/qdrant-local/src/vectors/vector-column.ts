import type { Steps } from '../event-loop-turns.ts';
import type { VectorValue } from '../requests/vectors/vector-value.ts';
import type { StoredVector } from './packed-value.ts';

/** Writes to `out` the slots whose similarity to the query is larger than `above`, and some others; returns how many. */
export interface SlotFinder {
  /** Of the slots `from`, `from + 1`, ..., `count` of them. */
  findInRange(above: number, range: { readonly from: number; readonly count: number }, out: Uint32Array): number;
  /** Of slots that have a vector. */
  findInSlots(above: number, slots: Uint32Array, out: Uint32Array): number;
}

/**
 * Scores stored vectors against one query.
 *
 * A score here is a similarity, larger is better whatever the distance: −Σ(x−y)² for Euclid and −Σ|x−y| for Manhattan,
 * as Qdrant has it inside (lib/segment/src/spaces/simple.rs). `-Infinity` says that a sparse vector shares no index with
 * the query. For slots without a vector the score is undefined: ask {@link VectorColumn.has}.
 *
 * What takes long, because vectors are large, is done in part: the steps that are left are returned.
 */
export interface SlotScorer {
  /** Writes the similarities of the slots `from`, `from + 1`, ... into all of `out`. */
  scoreRange(from: number, out: Float32Array): Steps<void> | undefined;
  /** Writes the similarity of `slots[i]` into `out[i]`. */
  scoreSlots(slots: Uint32Array, out: Float32Array): Steps<void> | undefined;
  /** Finds better slots without scoring each; absent where that is no cheaper. */
  readonly finder?: SlotFinder | undefined;
  /**
   * Finds slots with a vector, each once in any order, outside of which every similarity is `-Infinity`; absent when every
   * slot may have one. Looking at these alone saves the scan.
   */
  readonly findReachable?: (() => Steps<Uint32Array>) | undefined;
  /** How many slots to ask for at once, where scores take so long that a thousand would hold the event loop up. */
  readonly slotsAtOnce?: number | undefined;
}

/** The vectors of one name in memory, by the slot of their point. */
export interface VectorColumn {
  has(slot: number): boolean;
  /** The vector, as stored; views are valid until the next write. */
  get(slot: number): VectorValue | undefined;
  /** Keeps a copy of a vector that was prepared for this column; returns the steps that are left where it is large. */
  set(slot: number, vector: StoredVector): Steps<void> | undefined;
  /** Returns the steps that are left where a large vector goes. */
  clear(slot: number): Steps<void> | undefined;
  /** Number of vectors. */
  readonly size: number;
  /** A scorer for a query that was prepared for this column, or the steps to one; valid until the next write. */
  scorer(query: VectorValue): SlotScorer | Steps<SlotScorer>;
  /** Similarity of two prepared vectors, neither of which need be stored, or the steps to it. */
  similarity(a: VectorValue, b: VectorValue): number | Steps<number>;
  /** The score that a client sees for a similarity: √−s for Euclid, −s for Manhattan, s itself otherwise. */
  scoreOf(similarity: number): number;
  /** True where a client sees smaller scores for better hits. */
  readonly isSmallerBetter: boolean;
}
