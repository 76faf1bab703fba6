import type { Steps } from '../event-loop-turns.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';

/** Slots that are known without a look at the points. */
export interface SlotSource {
  /** How many slots there are at most, known without making them. */
  readonly estimate: number;
  /** False when a slot's point may not pass after all. Points that are not among the slots never pass. */
  readonly isExact: boolean;
  /** The slots, ascending, each once; valid until the next write, and not to be changed. */
  slots(): Uint32Array;
}

/** What the points have at one payload key, by value. */
export interface PayloadIndex {
  /** Number of points that have a value of the index's type. */
  readonly pointCount: number;
  /** Takes up what a point has at the key; the slot must not be in the index. */
  add(slot: number, values: readonly unknown[]): Steps<void>;
  /** Forgets a slot, given the values that it was added with. */
  remove(slot: number, values: readonly unknown[]): Steps<void>;
  /** The points with a value that passes; `undefined` when this index does not know. */
  find(test: ValueTest): Steps<SlotSource | undefined>;
  /**
   * Where the index gives a test another meaning than it has without: whether a point with these values passes.
   * {@link PayloadIndex.find} and this agree.
   */
  redefine?(test: ValueTest): Steps<((values: readonly unknown[]) => boolean) | undefined>;
}
