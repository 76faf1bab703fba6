import type { EncodedSequence } from '@x/core';

import type { RunSettings } from '../session/micro-batch.ts';
import { type BatchLimits, fitsTogether } from './batch-limits.ts';

/** A sequence that waits for its turn. */
export interface PendingSequence {
  readonly sequence: EncodedSequence;
  /** Position in its call. */
  readonly index: number;
  /** Identity of the call that it belongs to. */
  readonly call: object;
  readonly settings: RunSettings;
  readonly resolve: (values: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sequences of all calls that wait to run, kept sorted by length so that a micro-batch can be cut from neighbours. Those with other
 * settings are no neighbours.
 *
 * Each batch is built around the sequence that has waited longest, whoever's it is: that is what makes many small calls share
 * batches, keeps a large call from starving them, and lets results leave in about the order they came.
 */
export class PendingPool {
  /** Ascending by length, one list for each choice of settings. */
  readonly #byLength = new Map<string, PendingSequence[]>();
  /** In order of arrival, which is the order that a set keeps. */
  readonly #waiting = new Set<PendingSequence>();

  readonly #padToLength: number;

  /** Sequences below `padToLength` tokens count as that long, since they will be. */
  constructor(padToLength = 0) {
    this.#padToLength = padToLength;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(pending: PendingSequence): void {
    const neighbours = this.#neighboursOf(pending);
    neighbours.splice(this.#firstAtLeast(neighbours, this.#length(pending)), 0, pending);
    this.#waiting.add(pending);
  }

  /** Removes and returns every sequence of a call, or of all calls. */
  remove(call?: object): PendingSequence[] {
    const removed = [...this.#waiting].filter((pending) => call === undefined || pending.call === call);
    for (const pending of removed) this.#waiting.delete(pending);
    for (const [key, neighbours] of this.#byLength) {
      const kept = neighbours.filter((pending) => this.#waiting.has(pending));
      if (kept.length > 0) this.#byLength.set(key, kept);
      else this.#byLength.delete(key);
    }
    return removed;
  }

  /** Whether all that wait could run together, and one more with them. */
  hasRoomInOne(limits: BatchLimits): boolean {
    const [neighbours, ...others] = this.#byLength.values();
    if (neighbours === undefined) return true;
    if (others.length > 0 || neighbours.length >= limits.batchSize) return false;
    const longest = this.#length(neighbours.at(-1)!);
    const tokens = neighbours.reduce((sum, pending) => sum + this.#length(pending), longest);
    return fitsTogether(limits, { count: neighbours.length + 1, longest, tokens });
  }

  /** Takes the sequence that has waited longest and the nearest in length that fit with it; empty when none waits. */
  take(limits: BatchLimits): PendingSequence[] {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return [];
    const neighbours = this.#neighboursOf(oldest);
    const middle = neighbours.indexOf(oldest, this.#firstAtLeast(neighbours, this.#length(oldest)));
    let [start, end] = [middle, middle + 1];
    let [longest, tokens] = [this.#length(oldest), this.#length(oldest)];
    for (;;) {
      const shorter = neighbours[start - 1];
      const longer = neighbours[end];
      const isShorterNearer =
        longer === undefined || (shorter !== undefined && this.#isNearer(shorter, longer, oldest));
      const next = isShorterNearer ? shorter : longer;
      if (next === undefined) break;
      const grown = {
        count: end - start + 1,
        longest: Math.max(longest, this.#length(next)),
        tokens: tokens + this.#length(next),
      };
      if (!fitsTogether(limits, grown)) break;
      if (isShorterNearer) start--;
      else end++;
      ({ longest, tokens } = grown);
    }
    const taken = neighbours.splice(start, end - start);
    if (neighbours.length === 0) this.#byLength.delete(keyOf(oldest));
    for (const pending of taken) this.#waiting.delete(pending);
    return taken;
  }

  #isNearer(shorter: PendingSequence, longer: PendingSequence, to: PendingSequence): boolean {
    return this.#length(to) - this.#length(shorter) <= this.#length(longer) - this.#length(to);
  }

  /** The list that a sequence belongs to. */
  #neighboursOf(pending: PendingSequence): PendingSequence[] {
    const key = keyOf(pending);
    const known = this.#byLength.get(key);
    if (known !== undefined) return known;
    const neighbours: PendingSequence[] = [];
    this.#byLength.set(key, neighbours);
    return neighbours;
  }

  /** Where the first sequence of at least `wanted` tokens stands, by bisection. */
  #firstAtLeast(neighbours: readonly PendingSequence[], wanted: number): number {
    let [low, high] = [0, neighbours.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#length(neighbours[middle]!) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #length({ sequence }: PendingSequence): number {
    return Math.max(this.#padToLength, sequence.inputIds.length);
  }
}

/** Equal for equal settings, in whatever order the scalar inputs are named. */
function keyOf({ settings: { scalarInputs = {}, reduction } }: PendingSequence): string {
  const names = Object.keys(scalarInputs);
  if (names.length === 0 && reduction === undefined) return '';
  return JSON.stringify([reduction ?? null, ...names.toSorted().map((name) => [name, scalarInputs[name]])]);
}
