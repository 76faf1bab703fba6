import type { Datatype } from './datatypes.ts';
import type { Distance } from './distances.ts';
import { type RowElements, rowFormats, type RowQuery } from './row-formats.ts';
import { PlainSegment, type RowLayout, type RowSegment } from './row-segment.ts';
import { SimdSegment } from './simd-segment.ts';

// Up to here one array is enough: hundreds of small collections should not reserve hundreds of memories.
const plainBytes = 1024 * 1024;

// A segment's length. What it does not use yet is reserved, not used.
const segmentBytes = 16 * 1024 * 1024;

/**
 * The dense vectors of one name, row by row, each kept once; a row's number is its point's slot.
 *
 * A small arena is one array. A larger one is a list of segments of equal length, so that it grows without a copy and
 * views on its rows stay valid.
 */
export class VectorArena {
  readonly dimension: number;
  readonly #layout: RowLayout;
  /** Rows of a segment as a power of two: a slot's low bits are its row, its high bits its segment. */
  readonly #rowBits: number;
  readonly #segments: (RowSegment | undefined)[] = [];
  #present = new Uint8Array(0);
  #size = 0;

  constructor(dimension: number, datatype: Datatype) {
    const format = rowFormats[datatype];
    const stride = Math.ceil(dimension / format.lanes) * format.lanes;
    this.dimension = dimension;
    this.#layout = { format, stride };
    this.#rowBits = Math.max(0, Math.floor(Math.log2(segmentBytes / (stride * format.bytesPerElement))));
  }

  /** Number of rows that hold a vector. */
  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return this.#present[slot] === 1;
  }

  set(slot: number, vector: Float32Array): void {
    if (slot >= this.#present.length) this.#present = grown(this.#present, slot + 1);
    const { format, stride } = this.#layout;
    format.write(vector, this.#rowsFor(slot), this.#rowOf(slot) * stride);
    if (this.#present[slot] === 0) this.#size++;
    this.#present[slot] = 1;
  }

  clear(slot: number): void {
    if (!this.has(slot)) return;
    this.#present[slot] = 0;
    this.#size--;
  }

  /** The row as float32, valid until the next write to it; `undefined` when the point has no such vector. */
  row(slot: number): Float32Array | undefined {
    if (!this.has(slot)) return undefined;
    const { format, stride } = this.#layout;
    const { rows } = this.#segments[slot >>> this.#rowBits]!;
    return format.read(rows, this.#rowOf(slot) * stride, this.dimension);
  }

  /** A query, made ready for the other methods. */
  query(vector: Float32Array): RowQuery {
    const { format, stride } = this.#layout;
    return format.query(vector, stride);
  }

  /** The distance between two vectors, neither of which need be stored. */
  distance(distance: Distance, query: RowQuery, vector: Float32Array): number {
    const single = new PlainSegment(this.#layout, 1);
    const { format } = this.#layout;
    format.write(vector, single.rows, 0);
    return format.kernel(distance)(query, single.rows, 0);
  }

  /** Writes the distances of the slots `from`, `from + 1`, ... into all of `out`; those without a vector get any number. */
  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    for (let done = 0; done < out.length;) {
      const row = this.#rowOf(from + done);
      const count = Math.min(out.length - done, 2 ** this.#rowBits - row);
      const segment = this.#segments[(from + done) >>> this.#rowBits];
      if (segment !== undefined) {
        // Where the last points have no vector, a segment may be shorter than the table of points.
        const available = Math.max(0, segment.rows.length / this.#layout.stride - row);
        segment.scoreRange(distance, query, row, out.subarray(done, done + Math.min(count, available)));
      }
      done += count;
    }
  }

  /** Writes the distance of `slots[i]`, which must have a vector, into `out[i]`. */
  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, out: Float32Array): void {
    for (let from = 0; from < slots.length;) {
      const number = slots[from]! >>> this.#rowBits;
      let to = from + 1;
      while (to < slots.length && slots[to]! >>> this.#rowBits === number) to++;
      const firstSlot = number * 2 ** this.#rowBits;
      const segment = this.#segments[number];
      segment?.scoreSlots(distance, query, slots.subarray(from, to), firstSlot, out.subarray(from, to));
      from = to;
    }
  }

  #rowOf(slot: number): number {
    return slot & (2 ** this.#rowBits - 1);
  }

  /** The elements of the segment of `slot`, which is made, or made longer, where it does not reach that far. */
  #rowsFor(slot: number): RowElements {
    const number = slot >>> this.#rowBits;
    const rowCount = this.#rowOf(slot) + 1;
    const segment = this.#segments[number];
    if (segment !== undefined && rowCount * this.#layout.stride <= segment.rows.length) return segment.rows;
    const longer = this.#createSegment(number, rowCount);
    if (segment !== undefined) longer.rows.set(segment.rows);
    this.#segments[number] = longer;
    return longer.rows;
  }

  #createSegment(number: number, rowCount: number): RowSegment {
    const layout = this.#layout;
    const withReserve = Math.max(16, Math.ceil(rowCount * 1.5));
    if (number === 0 && withReserve * layout.stride * layout.format.bytesPerElement <= plainBytes) {
      return new PlainSegment(layout, withReserve);
    }
    const segmentRows = 2 ** this.#rowBits;
    return SimdSegment.create(layout, segmentRows) ?? new PlainSegment(layout, segmentRows);
  }
}

function grown(array: Uint8Array, minimumLength: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.max(minimumLength, 16, Math.ceil(array.length * 1.5)));
  longer.set(array);
  return longer;
}
