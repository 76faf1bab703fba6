import type { EncodedSequence } from '@x/core';

import { type BatchLimits, fitsTogether } from './batch-limits.ts';

/** A sequence that waits for its turn. */
export interface PendingSequence {
  readonly sequence: EncodedSequence;
  /** Position in its call. */
  readonly index: number;
  /** Identity of the call that it belongs to. */
  readonly call: object;
  readonly resolve: (values: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sequences of all calls that wait to run, kept sorted by length so that a micro-batch can be cut from neighbours.
 *
 * Each batch is built around the sequence that has waited longest, whoever's it is: that is what makes many small calls share
 * batches, keeps a large call from starving them, and lets results leave in about the order they came.
 */
export class PendingPool {
  /** Ascending by length. */
  readonly #byLength: PendingSequence[] = [];
  /** In order of arrival, which is the order that a set keeps. */
  readonly #waiting = new Set<PendingSequence>();

  get size(): number {
    return this.#waiting.size;
  }

  add(pending: PendingSequence): void {
    this.#byLength.splice(this.#firstAtLeast(length(pending)), 0, pending);
    this.#waiting.add(pending);
  }

  /** Removes and returns every sequence of a call, or of all calls. */
  remove(call?: object): PendingSequence[] {
    const removed = [...this.#waiting].filter((pending) => call === undefined || pending.call === call);
    for (const pending of removed) this.#waiting.delete(pending);
    const kept = this.#byLength.filter((pending) => this.#waiting.has(pending));
    this.#byLength.splice(0, this.#byLength.length, ...kept);
    return removed;
  }

  /** Takes the sequence that has waited longest and the nearest in length that fit with it; empty when none waits. */
  take(limits: BatchLimits): PendingSequence[] {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return [];
    const middle = this.#byLength.indexOf(oldest, this.#firstAtLeast(length(oldest)));
    let [start, end] = [middle, middle + 1];
    let [longest, tokens] = [length(oldest), length(oldest)];
    for (;;) {
      const shorter = this.#byLength[start - 1];
      const longer = this.#byLength[end];
      const isShorterNearer =
        longer === undefined || (shorter !== undefined && this.#isNearer(shorter, longer, oldest));
      const next = isShorterNearer ? shorter : longer;
      if (next === undefined) break;
      const grown = {
        count: end - start + 1,
        longest: Math.max(longest, length(next)),
        tokens: tokens + length(next),
      };
      if (!fitsTogether(limits, grown)) break;
      if (isShorterNearer) start--;
      else end++;
      ({ longest, tokens } = grown);
    }
    const taken = this.#byLength.splice(start, end - start);
    for (const pending of taken) this.#waiting.delete(pending);
    return taken;
  }

  #isNearer(shorter: PendingSequence, longer: PendingSequence, to: PendingSequence): boolean {
    return length(to) - length(shorter) <= length(longer) - length(to);
  }

  /** Where the first sequence of at least `wanted` tokens stands, by bisection. */
  #firstAtLeast(wanted: number): number {
    let [low, high] = [0, this.#byLength.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (length(this.#byLength[middle]!) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function length({ sequence }: PendingSequence): number {
  return sequence.inputIds.length;
}
