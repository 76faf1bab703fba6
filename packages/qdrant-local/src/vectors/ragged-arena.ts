import { SpanTable } from './span-table.ts';

/** Rows of whole numbers of different lengths in one array; a row's number is its point's slot. */
export class RaggedArena {
  readonly #spans = new SpanTable();
  #values = new Uint32Array(64);

  /** Number of rows. */
  get size(): number {
    return this.#spans.size;
  }

  /** Number of slots that may have a row. */
  get slotCount(): number {
    return this.#spans.slotCount;
  }

  has(slot: number): boolean {
    return this.#spans.has(slot);
  }

  /** A view of the row, to read and to write; `undefined` when there is none. Valid until the next allocation. */
  row(slot: number): Uint32Array | undefined {
    if (!this.#spans.has(slot)) return undefined;
    const start = this.#spans.start(slot);
    return this.#values.subarray(start, start + this.#spans.length(slot));
  }

  /** A view to write a new row of `length` elements to, which replaces the slot's row; what it holds is undefined. */
  allocate(slot: number, length: number): Uint32Array {
    this.#spans.clear(slot);
    if (this.#spans.end + length > this.#values.length) this.#replaceValues(length);
    this.#spans.allocate(slot, length);
    return this.row(slot)!;
  }

  clear(slot: number): void {
    this.#spans.clear(slot);
  }

  /** Moves all rows together into an array with room for another of `length`. */
  #replaceValues(length: number): void {
    const values = new Uint32Array(Math.ceil((this.#spans.used + length) * 1.5));
    for (const { from, to, length: count } of this.#spans.compact()) {
      values.set(this.#values.subarray(from, from + count), to);
    }
    this.#values = values;
  }
}
