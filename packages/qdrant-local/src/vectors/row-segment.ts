import type { Distance } from '../requests/types/vector-types.ts';
import type { RowElements, RowFormat, RowQuery } from './row-formats.ts';

/** How rows are laid out: their format and the elements from one row to the next. */
export interface RowLayout {
  readonly format: RowFormat;
  /** A multiple of the format's lanes. */
  readonly stride: number;
}

/** What is searched for: rows whose distance from `query` is better than `limit`. */
export interface RowSearch {
  readonly distance: Distance;
  readonly query: RowQuery;
  readonly limit: number;
}

/** `count` rows, or slots, that follow each other. */
export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** A run of rows in one piece of memory, and what compares a query with them. */
export interface RowSegment {
  readonly rowCount: number;
  write(row: number, vector: Float32Array): void;
  /** The first `dimension` elements of a row; a view, where there is one, is valid until the next write to the row. */
  read(row: number, dimension: number): Float32Array;
  /** Writes the distances from `query` to the rows `from`, `from + 1`, ... into all of `out`. */
  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void;
  /** Writes the distance from `query` to row `slots[i] - firstSlot` into `out[i]`. */
  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void;
  /**
   * Writes to `out`, each plus `firstSlot`, the numbers of those of `count` rows from `from` on that are nearer than the
   * search's limit, and few others; returns how many, or `undefined` where telling them apart takes a look at all elements.
   */
  findInRange?(search: RowSearch, rows: RowRange, firstSlot: number, out: Uint32Array): number | undefined;
  /** The same for the rows `slots[i] - firstSlot`, of which it writes the slots. */
  findInSlots?(search: RowSearch, slots: Uint32Array, firstSlot: number, out: Uint32Array): number | undefined;
}

/** Rows in an array, compared by the kernels in TypeScript. */
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
