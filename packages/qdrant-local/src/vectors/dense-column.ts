import { type Distance, distanceKernels, isSmallerBetter } from './distances.ts';
import { VectorArena } from './vector-arena.ts';
import type { SlotScorer, VectorColumn } from './vector-column.ts';
import { type DenseValue, denseValue, type VectorValue } from './vector-value.ts';

/** Dense vectors of one name. */
export class DenseColumn implements VectorColumn {
  readonly isSmallerBetter: boolean;
  readonly #arena: VectorArena;
  readonly #distance: Distance;

  constructor({ size, distance }: { readonly size: number; readonly distance: Distance }) {
    this.#arena = new VectorArena(size);
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

  scorer(query: VectorValue): SlotScorer {
    const { values, dimension } = this.#arena;
    const kernel = distanceKernels[this.#distance];
    const sign = this.isSmallerBetter ? -1 : 1;
    return {
      scoreRange(from, out) {
        for (let index = 0; index < out.length; index++) {
          out[index] = sign * kernel(query.values, values, (from + index) * dimension);
        }
      },
      scoreSlots(slots, out) {
        for (const [index, slot] of slots.entries()) out[index] = sign * kernel(query.values, values, slot * dimension);
      },
    };
  }

  similarity(a: VectorValue, b: VectorValue): number {
    return (this.isSmallerBetter ? -1 : 1) * distanceKernels[this.#distance](a.values, b.values, 0);
  }

  scoreOf(similarity: number): number {
    const score = this.isSmallerBetter ? -similarity : similarity;
    return this.#distance === 'Euclid' ? Math.fround(Math.sqrt(score)) : score;
  }
}
