import type { Distance } from '../requests/types/vector-types.ts';
import type { RowElements, RowFormat, RowQuery } from './row-formats.ts';

/** The layout of rows: their format, and the number of elements from one row to the next. */
export interface RowLayout {
  readonly format: RowFormat;
  /** A multiple of the format's lanes. */
  readonly stride: number;
}

/** A search for the rows whose distance from `query` is better than `limit`. */
export interface RowSearch {
  readonly distance: Distance;
  readonly query: RowQuery;
  readonly limit: number;
}

/** `count` consecutive rows or slots. */
export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** Rows in one block of memory, with the functions that compare a query with them. */
export interface RowSegment {
  readonly rowCount: number;
  write(row: number, vector: Float32Array): void;
  /** Returns the first `dimension` elements of a row. When the result is a view, it is valid until the next write to the row. */
  read(row: number, dimension: number): Float32Array;
  /** Writes the distances from `query` to the rows `from`, `from + 1`, ... to all of `out`. */
  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void;
  /** Writes the distance from `query` to row `slots[i] - firstSlot` to `out[i]`. */
  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void;
  /**
   * Searches `count` rows from `from` on and writes to `out`, each plus `firstSlot`, the numbers of all rows nearer than the
   * limit and of a few others. Returns how many it wrote, or `undefined` when only a full comparison can tell the rows apart.
   */
  findInRange?(search: RowSearch, rows: RowRange, firstSlot: number, out: Uint32Array): number | undefined;
  /** Searches the rows `slots[i] - firstSlot` in the same way and writes their slots. */
  findInSlots?(search: RowSearch, slots: Uint32Array, firstSlot: number, out: Uint32Array): number | undefined;
}

/** Rows in an array, compared by the TypeScript kernels. */
export class PlainSegment implements RowSegment {
  readonly rowCount: number;
  readonly #rows: RowElements;
  readonly #layout: RowLayout;

  constructor(layout: RowLayout, rowCount: number) {
    const { format, stride } = layout;
    this.rowCount = rowCount;
    this.#rows = format.view(new ArrayBuffer(rowCount * stride * format.bytesPerElement), 0, rowCount * stride);
    this.#layout = layout;
  }

  write(row: number, vector: Float32Array): void {
    this.#layout.format.write(vector, this.#rows, row * this.#layout.stride);
  }

  read(row: number, dimension: number): Float32Array {
    return this.#layout.format.read(this.#rows, row * this.#layout.stride, dimension);
  }

  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    const { format, stride } = this.#layout;
    const kernel = format.kernel(distance);
    for (let index = 0; index < out.length; index++) out[index] = kernel(query, this.#rows, (from + index) * stride);
  }

  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void {
    const { format, stride } = this.#layout;
    const kernel = format.kernel(distance);
    for (let index = 0; index < slots.length; index++) {
      out[index] = kernel(query, this.#rows, (slots[index]! - firstSlot) * stride);
    }
  }
}
