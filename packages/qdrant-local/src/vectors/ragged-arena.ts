import type { RowElements } from './row-formats.ts';

/** Rows of different lengths, one after the other in one typed array; a row's number is its point's slot. */
export class RaggedArena<Numbers extends RowElements | Uint32Array> {
  readonly #create: (length: number) => Numbers;
  #values: Numbers;
  #starts = new Uint32Array(0);
  /** -1 where there is no row. */
  #lengths = new Int32Array(0);
  #end = 0;
  #used = 0;
  #size = 0;

  /** `create` makes an array of zeros. */
  constructor(create: (length: number) => Numbers) {
    this.#create = create;
    this.#values = create(0);
  }

  /** All rows, with gaps between them. The array is replaced when the arena grows: take it anew for every scan. */
  get values(): Numbers {
    return this.#values;
  }

  /** Number of rows. */
  get size(): number {
    return this.#size;
  }

  /** Number of slots that may have a row. */
  get slotCount(): number {
    return this.#lengths.length;
  }

  has(slot: number): boolean {
    return slot < this.#lengths.length && this.#lengths[slot] !== -1;
  }

  /** Where the row begins in {@link RaggedArena.values}. */
  start(slot: number): number {
    return this.#starts[slot]!;
  }

  /** Number of elements of the row; 0 when there is none. */
  length(slot: number): number {
    return this.has(slot) ? this.#lengths[slot]! : 0;
  }

  /** A view of the row; `undefined` when there is none. */
  row(slot: number): Numbers | undefined {
    if (!this.has(slot)) return undefined;
    return this.#values.subarray(this.start(slot), this.start(slot) + this.length(slot)) as Numbers;
  }

  /**
   * A view to write a new row of `length` elements to, which replaces the slot's row; what it holds is undefined. The old
   * row's view stays what it was, unless it is as long: then it is this view.
   */
  allocate(slot: number, length: number): Numbers {
    if (slot >= this.#lengths.length) this.#growSlots(slot + 1);
    if (this.#lengths[slot] !== length) {
      this.clear(slot);
      // What was freed is not used again before the array is replaced, so that views on rows stay what they were.
      if (this.#end + length > this.#values.length) this.#replaceValues(length);
      this.#starts[slot] = this.#end;
      this.#lengths[slot] = length;
      this.#end += length;
      this.#used += length;
      this.#size++;
    }
    return this.row(slot)!;
  }

  clear(slot: number): void {
    if (!this.has(slot)) return;
    this.#used -= this.#lengths[slot]!;
    this.#lengths[slot] = -1;
    this.#size--;
  }

  #growSlots(minimum: number): void {
    const slotCount = Math.max(minimum, 16, Math.ceil(this.#lengths.length * 1.5));
    const starts = new Uint32Array(slotCount);
    starts.set(this.#starts);
    const lengths = new Int32Array(slotCount).fill(-1);
    lengths.set(this.#lengths);
    this.#starts = starts;
    this.#lengths = lengths;
  }

  /** Moves all rows together into an array with room for another of `length`. */
  #replaceValues(length: number): void {
    const values = this.#create(Math.max(64, Math.ceil((this.#used + length) * 1.5)));
    let end = 0;
    for (let slot = 0; slot < this.#lengths.length; slot++) {
      const row = this.row(slot);
      if (row === undefined) continue;
      values.set(row, end);
      this.#starts[slot] = end;
      end += row.length;
    }
    this.#values = values;
    this.#end = end;
  }
}
