import type { Distance } from './distances.ts';
import type { RowElements, RowFormat, RowQuery } from './row-formats.ts';

/** How rows are laid out: their format and the elements from one row to the next. */
export interface RowLayout {
  readonly format: RowFormat;
  /** A multiple of the format's lanes. */
  readonly stride: number;
}

/** A run of rows in one piece of memory, and what compares a query with them. */
export interface RowSegment {
  /** All elements, row by row. Views on it stay valid, with the rows as they were, when the segment is replaced. */
  readonly rows: RowElements;
  /** Writes the distances from `query` to the rows `from`, `from + 1`, ... into all of `out`. */
  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void;
  /** Writes the distance from `query` to row `slots[i] - firstSlot` into `out[i]`. */
  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void;
}

/** Rows in an array, compared by the kernels in TypeScript. */
export class PlainSegment implements RowSegment {
  readonly rows: RowElements;
  readonly #layout: RowLayout;

  constructor(layout: RowLayout, rowCount: number) {
    const { format, stride } = layout;
    this.rows = format.view(new ArrayBuffer(rowCount * stride * format.bytesPerElement), 0, rowCount * stride);
    this.#layout = layout;
  }

  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    const { format, stride } = this.#layout;
    const kernel = format.kernel(distance);
    for (let index = 0; index < out.length; index++) out[index] = kernel(query, this.rows, (from + index) * stride);
  }

  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void {
    const { format, stride } = this.#layout;
    const kernel = format.kernel(distance);
    for (let index = 0; index < slots.length; index++) {
      out[index] = kernel(query, this.rows, (slots[index]! - firstSlot) * stride);
    }
  }
}
