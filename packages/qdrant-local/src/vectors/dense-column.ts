import type { Datatype, Distance } from '../requests/types/vector-types.ts';
import { type DenseValue, denseValue, type VectorValue } from '../requests/vectors/vector-value.ts';
import { isSmallerBetter, shownScore } from './distances.ts';
import type { RowSearch } from './row-segment.ts';
import { VectorArena } from './vector-arena.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';

// A block of long vectors contains fewer slots, because the event loop cannot turn within a block.
const elementsAtOnce = 2 ** 20;
const maxSlotsAtOnce = 1024;

/** Options of {@link DenseColumn}. */
export interface DenseColumnOptions {
  /** Number of elements in a vector. */
  readonly size: number;
  readonly distance: Distance;
  /** How elements are stored. Queries are rounded to the same precision. @default 'float32' */
  readonly datatype?: Datatype | undefined;
}

/** The dense vectors of one name. Cosine does not require vectors of datatype uint8 to be normalized: they are compared as they are. */
export class DenseColumn implements VectorColumn {
  readonly isSmallerBetter: boolean;
  readonly #arena: VectorArena;
  readonly #distance: Distance;

  constructor({ size, distance, datatype = 'float32' }: DenseColumnOptions) {
    this.#arena = new VectorArena(size, datatype, { inPlanes: true });
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

  set(slot: number, vector: VectorValue): undefined {
    this.#arena.set(slot, vector.values);
  }

  clear(slot: number): undefined {
    this.#arena.clear(slot);
  }

  scorer({ values }: VectorValue): SlotScorer {
    const arena = this.#arena;
    const distance = this.#distance;
    const query = arena.query(values);
    const isDistance = this.isSmallerBetter;
    const searchAbove = (similarity: number): RowSearch => {
      return { distance, query, limit: isDistance ? -similarity : similarity };
    };
    return {
      slotsAtOnce: Math.max(1, Math.min(maxSlotsAtOnce, Math.floor(elementsAtOnce / arena.dimension))),
      scoreRange(from, out): undefined {
        arena.scoreRange(distance, query, from, out);
        if (isDistance) negate(out);
      },
      scoreSlots(slots, out): undefined {
        arena.scoreSlots(distance, query, slots, out);
        if (isDistance) negate(out);
      },
      finder: arena.finds
        ? {
            findInRange: (above, range, out) => arena.findInRange(searchAbove(above), range, out),
            findInSlots: (above, slots, out) => arena.findInSlots(searchAbove(above), slots, out),
          }
        : undefined,
    };
  }

  similarity(a: VectorValue, b: VectorValue): number {
    const distance = this.#arena.distance(this.#distance, this.#arena.query(a.values), b.values);
    return this.isSmallerBetter ? -distance : distance;
  }

  scoreOf(similarity: number): number {
    return shownScore(this.#distance, similarity);
  }
}

function negate(distances: Float32Array): void {
  for (let index = 0; index < distances.length; index++) distances[index] = -distances[index]!;
}
