import type { Datatype } from './datatypes.ts';
import { type Distance, isSmallerBetter } from './distances.ts';
import { VectorArena } from './vector-arena.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';
import { type DenseValue, denseValue, type VectorValue } from './vector-value.ts';

// A block of long vectors has fewer, for the event loop cannot turn within one.
const elementsAtOnce = 2 ** 20;
const maxSlotsAtOnce = 1024;

const lowestFloat32 = -(2 ** 128 - 2 ** 104);

/** What a {@link DenseColumn} holds. */
export interface DenseColumnOptions {
  /** Elements of a vector. */
  readonly size: number;
  readonly distance: Distance;
  /** How elements are kept. Queries are brought to the same precision. @default 'float32' */
  readonly datatype?: Datatype | undefined;
}

/** Dense vectors of one name. Those of the datatype uint8 are compared as they are: Cosine does not want them normalised. */
export class DenseColumn implements VectorColumn {
  readonly isSmallerBetter: boolean;
  readonly #arena: VectorArena;
  readonly #distance: Distance;

  constructor({ size, distance, datatype = 'float32' }: DenseColumnOptions) {
    this.#arena = new VectorArena(size, datatype);
    this.#distance = distance;
    this.isSmallerBetter = isSmallerBetter(distance);
  }

  get size(): number {
    return this.#arena.size;
  }

  has(slot: number): boolean {
    return this.#arena.has(slot);
  }

  get(slot: number): DenseValue | undefined {
    const row = this.#arena.row(slot);
    return row === undefined ? undefined : denseValue(row);
  }

  set(slot: number, vector: VectorValue): void {
    this.#arena.set(slot, vector.values);
  }

  clear(slot: number): void {
    this.#arena.clear(slot);
  }

  scorer({ values }: VectorValue): SlotScorer {
    const arena = this.#arena;
    const distance = this.#distance;
    const query = arena.query(values);
    const sign = this.isSmallerBetter ? -1 : 1;
    return {
      slotsAtOnce: Math.max(1, Math.min(maxSlotsAtOnce, Math.floor(elementsAtOnce / arena.dimension))),
      scoreRange(from, out) {
        arena.scoreRange(distance, query, from, out);
        toSimilarities(out, sign);
      },
      scoreSlots(slots, out) {
        arena.scoreSlots(distance, query, slots, out);
        toSimilarities(out, sign);
      },
    };
  }

  similarity(a: VectorValue, b: VectorValue): number {
    const distance = this.#arena.distance(this.#distance, this.#arena.query(a.values), b.values);
    return toSimilarity(distance, this.isSmallerBetter ? -1 : 1);
  }

  scoreOf(similarity: number): number {
    const score = this.isSmallerBetter ? -similarity : similarity;
    return this.#distance === 'Euclid' ? Math.fround(Math.sqrt(score)) : score;
  }
}

function toSimilarities(distances: Float32Array, sign: 1 | -1): void {
  for (let index = 0; index < distances.length; index++) {
    if (sign === -1) distances[index] = -distances[index]!;
    if (distances[index]! < lowestFloat32) distances[index] = lowestFloat32;
  }
}

/** What leaves the range of float32 downwards stays at its end: -Infinity would say that there is nothing to compare. */
function toSimilarity(distance: number, sign: 1 | -1): number {
  const similarity = sign * distance;
  return similarity === -Infinity ? lowestFloat32 : similarity;
}
