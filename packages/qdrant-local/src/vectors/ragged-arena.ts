import { SpanTable } from './span-table.ts';

/** Rows of integers, of different lengths, in one array. Each row is identified by its point's slot. */
export class RaggedArena {
  readonly #spans = new SpanTable();
  #values = new Uint32Array(64);

  /** Number of rows. */
  get size(): number {
    return this.#spans.size;
  }

  /** Number of slots that may have a row; an exclusive upper bound of the slots. */
  get slotCount(): number {
    return this.#spans.slotCount;
  }

  has(slot: number): boolean {
    return this.#spans.has(slot);
  }

  /** Returns a readable and writable view of the row, or `undefined` when it does not exist. Valid until the next allocation. */
  row(slot: number): Uint32Array | undefined {
    if (!this.#spans.has(slot)) return undefined;
    const start = this.#spans.start(slot);
    return this.#values.subarray(start, start + this.#spans.length(slot));
  }

  /** Replaces the slot's row with a new one of `length` elements and returns a view to write to. Its initial contents are undefined. */
  allocate(slot: number, length: number): Uint32Array {
    this.#spans.clear(slot);
    if (this.#spans.end + length > this.#values.length) this.#replaceValues(length);
    this.#spans.allocate(slot, length);
    return this.row(slot)!;
  }

  clear(slot: number): void {
    this.#spans.clear(slot);
  }

  /** Moves all rows to a new array without gaps and with room for another `length` elements. */
  #replaceValues(length: number): void {
    const values = new Uint32Array(Math.ceil((this.#spans.used + length) * 1.5));
    for (const { from, to, length: count } of this.#spans.compact()) {
      values.set(this.#values.subarray(from, from + count), to);
    }
    this.#values = values;
  }
}
