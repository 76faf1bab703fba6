import type { Datatype, Distance } from '../requests/types/vector-types.ts';
import { PlaneSegment } from './plane-segment.ts';
import { rowFormats, type RowQuery } from './row-formats.ts';
import { PlainSegment, type RowLayout, type RowRange, type RowSearch, type RowSegment } from './row-segment.ts';
import { SimdSegment } from './simd-segment.ts';

// Up to this size one array is enough: hundreds of small collections should not reserve hundreds of memories.
const plainBytes = 1024 * 1024;

// The length of a segment. The unused part only reserves address space.
const segmentBytes = 16 * 1024 * 1024;

// Elements that the kernels over planes process at once.
const planeLanes = 8;

/** Options of {@link VectorArena}. */
export interface VectorArenaOptions {
  /**
   * Whether a large arena stores rows of float32 in two planes. {@link VectorArena.findInRange} then reads only one of them,
   * and scoring all rows takes slightly longer. @default false
   */
  readonly inPlanes?: boolean | undefined;
}

/**
 * The dense vectors of one name, stored once each, row by row. Each row is identified by its point's slot.
 *
 * A small arena is one array. A larger one is a list of segments of equal length, so it grows without copying.
 */
export class VectorArena {
  readonly dimension: number;
  readonly #layout: RowLayout;
  readonly #inPlanes: boolean;
  /** The rows of a segment as an exponent of two: a slot's low bits are its row, its high bits its segment. */
  readonly #rowBits: number;
  readonly #segments: (RowSegment | undefined)[] = [];
  #present = new Uint8Array(0);
  #size = 0;

  constructor(dimension: number, datatype: Datatype, { inPlanes = false }: VectorArenaOptions = {}) {
    const format = rowFormats[datatype];
    this.#inPlanes = inPlanes && format.datatype === 'float32';
    const lanes = this.#inPlanes ? planeLanes : format.lanes;
    const stride = Math.ceil(dimension / lanes) * lanes;
    this.dimension = dimension;
    this.#layout = { format, stride };
    this.#rowBits = Math.max(0, Math.floor(Math.log2(segmentBytes / (stride * format.bytesPerElement))));
  }

  /** Number of rows that contain a vector. */
  get size(): number {
    return this.#size;
  }

  has(slot: number): boolean {
    return this.#present[slot] === 1;
  }

  set(slot: number, vector: Float32Array): void {
    if (slot >= this.#present.length) this.#present = grown(this.#present, slot + 1);
    this.#segmentFor(slot).write(this.#rowOf(slot), vector);
    if (this.#present[slot] === 0) this.#size++;
    this.#present[slot] = 1;
  }

  clear(slot: number): void {
    if (!this.has(slot)) return;
    this.#present[slot] = 0;
    this.#size--;
  }

  /** Returns the row as float32, valid until the next write to it, or `undefined` when the point has no such vector. */
  row(slot: number): Float32Array | undefined {
    if (!this.has(slot)) return undefined;
    return this.#segments[slot >>> this.#rowBits]!.read(this.#rowOf(slot), this.dimension);
  }

  /** Converts a query to the form that the other methods take. */
  query(vector: Float32Array): RowQuery {
    const { format, stride } = this.#layout;
    return format.query(vector, stride);
  }

  /** Returns the distance between two vectors, which need not be stored. */
  distance(distance: Distance, query: RowQuery, vector: Float32Array): number {
    const single = new PlainSegment(this.#layout, 1);
    const distances = new Float32Array(1);
    single.write(0, vector);
    single.scoreRange(distance, query, 0, distances);
    return distances[0]!;
  }

  /** Writes the distances of the slots `from`, `from + 1`, ... to all of `out`. Slots without a vector get arbitrary numbers. */
  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    for (let done = 0; done < out.length;) {
      const row = this.#rowOf(from + done);
      const count = Math.min(out.length - done, 2 ** this.#rowBits - row);
      const segment = this.#segments[(from + done) >>> this.#rowBits];
      if (segment !== undefined) {
        // When the last points have no vector, a segment may be shorter than the table of points.
        const available = Math.max(0, segment.rowCount - row);
        segment.scoreRange(distance, query, row, out.subarray(done, done + Math.min(count, available)));
      }
      done += count;
    }
  }

  /** Writes the distance of `slots[i]`, which must have a vector, to `out[i]`. */
  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, out: Float32Array): void {
    this.#eachSegment(slots, (segment, from, to, firstSlot) => {
      segment.scoreSlots(distance, query, slots.subarray(from, to), firstSlot, out.subarray(from, to));
    });
  }

  /** Whether {@link VectorArena.findInRange} and {@link VectorArena.findInSlots} are cheaper than scoring. */
  get finds(): boolean {
    return this.#segments[0]?.findInRange !== undefined;
  }

  /** Writes to `out` the slots of a range whose vectors are nearer than the search's limit, and some others. Returns how many. */
  findInRange(search: RowSearch, { from, count }: RowRange, out: Uint32Array): number {
    let found = 0;
    for (let done = 0; done < count;) {
      const row = this.#rowOf(from + done);
      const rest = Math.min(count - done, 2 ** this.#rowBits - row);
      const firstSlot = from + done - row;
      const segment = this.#segments[firstSlot >>> this.#rowBits];
      const listed = segment?.findInRange?.(search, { from: row, count: rest }, firstSlot, out.subarray(found));
      if (listed !== undefined) found += listed;
      else if (segment !== undefined) {
        const end = Math.min(row + rest, segment.rowCount);
        for (let number = row; number < end; number++) out[found++] = firstSlot + number;
      }
      done += rest;
    }
    return found;
  }

  /** Like {@link VectorArena.findInRange}, but for a list of slots in any order, all of which must have vectors. */
  findInSlots(search: RowSearch, slots: Uint32Array, out: Uint32Array): number {
    let found = 0;
    this.#eachSegment(slots, (segment, from, to, firstSlot) => {
      const part = slots.subarray(from, to);
      const listed = segment.findInSlots?.(search, part, firstSlot, out.subarray(found));
      if (listed === undefined) out.set(part, found);
      found += listed ?? part.length;
    });
    return found;
  }

  /** Calls `visit` for each run of slots, from `from` up to but not including `to`, in one segment. */
  #eachSegment(
    slots: Uint32Array,
    visit: (segment: RowSegment, from: number, to: number, firstSlot: number) => void,
  ): void {
    for (let from = 0; from < slots.length;) {
      const number = slots[from]! >>> this.#rowBits;
      let to = from + 1;
      while (to < slots.length && slots[to]! >>> this.#rowBits === number) to++;
      const segment = this.#segments[number];
      if (segment !== undefined) visit(segment, from, to, number * 2 ** this.#rowBits);
      from = to;
    }
  }

  #rowOf(slot: number): number {
    return slot & (2 ** this.#rowBits - 1);
  }

  /** Returns the segment of `slot`. Creates it when it is missing, and replaces it with a longer one when it is too short. */
  #segmentFor(slot: number): RowSegment {
    const number = slot >>> this.#rowBits;
    const rowCount = this.#rowOf(slot) + 1;
    const segment = this.#segments[number];
    if (segment !== undefined && rowCount <= segment.rowCount) return segment;
    const longer = this.#createSegment(number, rowCount);
    for (let row = 0; row < (segment?.rowCount ?? 0); row++) longer.write(row, segment!.read(row, this.dimension));
    this.#segments[number] = longer;
    return longer;
  }

  #createSegment(number: number, rowCount: number): RowSegment {
    const layout = this.#layout;
    const withReserve = Math.max(16, Math.ceil(rowCount * 1.5));
    if (number === 0 && withReserve * layout.stride * layout.format.bytesPerElement <= plainBytes) {
      return new PlainSegment(layout, withReserve);
    }
    const segmentRows = 2 ** this.#rowBits;
    const segment = this.#inPlanes
      ? PlaneSegment.create(layout.stride, segmentRows)
      : SimdSegment.create(layout, segmentRows);
    return segment ?? new PlainSegment(layout, segmentRows);
  }
}

function grown(array: Uint8Array, minimumLength: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.max(minimumLength, 16, Math.ceil(array.length * 1.5)));
  longer.set(array);
  return longer;
}
