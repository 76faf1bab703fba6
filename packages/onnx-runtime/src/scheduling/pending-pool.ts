import type { EncodedSequence } from '@x/core';

import type { RunSettings } from '../session/micro-batch.ts';
import { type BatchLimits, fitsTogether } from './batch-limits.ts';

/** A sequence that waits to run. */
export interface PendingSequence {
  readonly sequence: EncodedSequence;
  /** Index of the sequence in its call. */
  readonly index: number;
  /** Identity of the sequence's call. */
  readonly call: object;
  readonly settings: RunSettings;
  readonly resolve: (values: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The waiting sequences of all calls, sorted by length, so that a micro-batch can be taken from neighbors. Sequences with different
 * settings are never neighbors.
 *
 * The calls take turns: each batch contains the sequence of one call that has waited longest, and its neighbors, of any call. Many small calls
 * therefore share batches, a large call does not delay them, and the results of a call arrive roughly in the order of submission.
 */
export class PendingPool {
  /** Ascending by length; one list per combination of settings. */
  readonly #byLength = new Map<string, PendingSequence[]>();
  /** The sequences of each call, in order of arrival. The calls are in the order of their turns. */
  readonly #byCall = new Map<object, Set<PendingSequence>>();

  readonly #padToLength: number;

  /** Sequences shorter than `padToLength` tokens count as that long, because they are padded to it. */
  constructor(padToLength = 0) {
    this.#padToLength = padToLength;
  }

  get size(): number {
    let size = 0;
    for (const waiting of this.#byCall.values()) size += waiting.size;
    return size;
  }

  add(pending: PendingSequence): void {
    const neighbors = this.#neighborsOf(pending);
    neighbors.splice(this.#firstAtLeast(neighbors, this.#length(pending)), 0, pending);
    const waiting = this.#byCall.get(pending.call);
    if (waiting === undefined) this.#byCall.set(pending.call, new Set([pending]));
    else waiting.add(pending);
  }

  /** Removes and returns every sequence of a call, or of all calls. */
  remove(call?: object): PendingSequence[] {
    const removed = call === undefined ? [...this.#byCall.values()] : [this.#byCall.get(call) ?? []];
    if (call === undefined) this.#byCall.clear();
    else this.#byCall.delete(call);
    for (const [key, neighbors] of this.#byLength) {
      const kept = neighbors.filter((pending) => this.#byCall.has(pending.call));
      if (kept.length > 0) this.#byLength.set(key, kept);
      else this.#byLength.delete(key);
    }
    return removed.flatMap((waiting) => [...waiting]);
  }

  /** Returns true when all waiting sequences, plus one more, could run together. */
  hasRoomInOne(limits: BatchLimits): boolean {
    const [neighbors, ...others] = this.#byLength.values();
    if (neighbors === undefined) return true;
    if (others.length > 0 || neighbors.length >= limits.batchSize) return false;
    const longest = this.#length(neighbors.at(-1)!);
    const tokens = neighbors.reduce((sum, pending) => sum + this.#length(pending), longest);
    return fitsTogether(limits, { count: neighbors.length + 1, longest, tokens });
  }

  /**
   * Takes the sequence that has waited longest of the call whose turn it is, and the sequences nearest to it in length that fit in the same batch.
   * Returns an empty list when no sequence waits.
   */
  take(limits: BatchLimits): PendingSequence[] {
    const oldest = this.#nextOldest();
    if (oldest === undefined) return [];
    const neighbors = this.#neighborsOf(oldest);
    const middle = neighbors.indexOf(oldest, this.#firstAtLeast(neighbors, this.#length(oldest)));
    let [start, end] = [middle, middle + 1];
    let [longest, tokens] = [this.#length(oldest), this.#length(oldest)];
    for (;;) {
      const shorter = neighbors[start - 1];
      const longer = neighbors[end];
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
    const taken = neighbors.splice(start, end - start);
    if (neighbors.length === 0) this.#byLength.delete(keyOf(oldest));
    for (const pending of taken) this.#forget(pending);
    return taken;
  }

  /** Returns the oldest sequence of the call whose turn it is, and makes the turn of that call the last. */
  #nextOldest(): PendingSequence | undefined {
    for (const [call, waiting] of this.#byCall) {
      this.#byCall.delete(call);
      this.#byCall.set(call, waiting);
      const [oldest] = waiting;
      return oldest;
    }
    return undefined;
  }

  #forget(pending: PendingSequence): void {
    const waiting = this.#byCall.get(pending.call);
    waiting?.delete(pending);
    if (waiting?.size === 0) this.#byCall.delete(pending.call);
  }

  #isNearer(shorter: PendingSequence, longer: PendingSequence, to: PendingSequence): boolean {
    return this.#length(to) - this.#length(shorter) <= this.#length(longer) - this.#length(to);
  }

  /** Returns the list for a sequence's settings. */
  #neighborsOf(pending: PendingSequence): PendingSequence[] {
    const key = keyOf(pending);
    const known = this.#byLength.get(key);
    if (known !== undefined) return known;
    const neighbors: PendingSequence[] = [];
    this.#byLength.set(key, neighbors);
    return neighbors;
  }

  /** Returns the index of the first sequence of at least `wanted` tokens, by bisection. */
  #firstAtLeast(neighbors: readonly PendingSequence[], wanted: number): number {
    let [low, high] = [0, neighbors.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#length(neighbors[middle]!) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #length({ sequence }: PendingSequence): number {
    return Math.max(this.#padToLength, sequence.inputIds.length);
  }
}

/** Returns the same key for equal settings, in any order of the scalar inputs. */
function keyOf({ settings: { scalarInputs = {}, reduction } }: PendingSequence): string {
  const names = Object.keys(scalarInputs);
  if (names.length === 0 && reduction === undefined) return '';
  return JSON.stringify([reduction ?? null, ...names.toSorted().map((name) => [name, scalarInputs[name]])]);
}
