import type { Steps } from '../turns/steps.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';

/** Slots found without reading the points. */
export interface SlotSource {
  /** The maximum number of slots, known without computing them. */
  readonly estimate: number;
  /** Whether every slot's point is known to pass. Points that are not among the slots never pass. */
  readonly isExact: boolean;
  /** Returns the slots, ascending, each once; valid until the next write. Callers must not change them. */
  slots(): Uint32Array;
}

/** The values that the points have at one payload key, indexed by value. */
export interface PayloadIndex {
  /** Number of points that have a value of the index's type. */
  readonly pointCount: number;
  /** Adds the values that a point has at the key; the slot must not be in the index yet. */
  add(slot: number, values: readonly unknown[]): Steps<void>;
  /** Removes a slot, given the values that it was added with. */
  remove(slot: number, values: readonly unknown[]): Steps<void>;
  /** Returns the points with a value that passes; `undefined` when this index cannot answer the test. */
  find(test: ValueTest): Steps<SlotSource | undefined>;
  /**
   * Returns a predicate for the values of a point when the index changes the meaning of a test; otherwise `undefined`.
   * {@link PayloadIndex.find} uses the same meaning.
   */
  redefine?(test: ValueTest): Steps<((values: readonly unknown[]) => boolean) | undefined>;
}
