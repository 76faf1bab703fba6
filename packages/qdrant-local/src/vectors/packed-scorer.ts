import type { SlotScorer } from './vector-column.ts';
import type { PackedMaxSim } from './packed/packed-max-sim.ts';

// Elements compared in one block of slots. With the kernels a block takes less than a millisecond, and the event loop can turn after it.
const elementsAtOnce = 2 ** 22;

/** Packed vectors by the slot of their point. */
export interface PackedSlots {
  has(slot: number): boolean;
  /** Returns the packed rows of a slot that has a vector, valid until the next call. */
  bytes(slot: number): Uint8Array;
}

/** Options of {@link PackedScorer}. */
export interface PackedScorerOptions {
  readonly maxSim: PackedMaxSim;
  /** The average number of elements compared for one vector. */
  readonly elementsPerSlot: number;
}

/** Scores packed vectors one after the other. Slots without a vector are not read. */
export class PackedScorer implements SlotScorer {
  readonly slotsAtOnce: number;
  readonly #vectors: PackedSlots;
  readonly #maxSim: PackedMaxSim;

  constructor(vectors: PackedSlots, { maxSim, elementsPerSlot }: PackedScorerOptions) {
    this.#vectors = vectors;
    this.#maxSim = maxSim;
    this.slotsAtOnce = Math.max(1, Math.floor(elementsAtOnce / Math.max(1, elementsPerSlot)));
  }

  scoreRange(from: number, out: Float32Array): undefined {
    for (let index = 0; index < out.length; index++) out[index] = this.#score(from + index);
  }

  scoreSlots(slots: Uint32Array, out: Float32Array): undefined {
    for (let index = 0; index < out.length; index++) out[index] = this.#score(slots[index]!);
  }

  #score(slot: number): number {
    return this.#vectors.has(slot) ? this.#maxSim.similarity(this.#vectors.bytes(slot)) : 0;
  }
}
