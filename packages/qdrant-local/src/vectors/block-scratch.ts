import type { RowQuery } from './row-formats.ts';

// The rows that one kernel call scores.
const blockRows = 1024;

const alignment = 16;

/**
 * The scratch area at the front of a segment's memory: a query, then the slots and the scores of a block of rows. Its contents
 * are valid for one call only, because searches run one at a time.
 */
export class BlockScratch {
  /** Addresses of the query, the block's slots and the block's scores; `end` is the first byte after them. */
  readonly query: number;
  readonly slots: number;
  readonly scores: number;
  readonly end: number;
  readonly #queryBytes: Uint8Array;
  readonly #slots: Uint32Array;
  readonly #scores: Float32Array;

  constructor(buffer: ArrayBuffer, stride: number) {
    // The kernels use the first bytes, and address 0 means "no slots".
    const queryBytes = queryBytesOf(stride);
    this.query = alignment;
    this.slots = this.query + queryBytes;
    this.scores = this.slots + 4 * blockRows;
    this.end = this.scores + 4 * blockRows;
    this.#queryBytes = new Uint8Array(buffer, this.query, queryBytes);
    this.#slots = new Uint32Array(buffer, this.slots, blockRows);
    this.#scores = new Float32Array(buffer, this.scores, blockRows);
  }

  /** Returns the length of a scratch area in bytes. */
  static byteLength(stride: number): number {
    return alignment + queryBytesOf(stride) + 8 * blockRows;
  }

  /** Copies a query, or a row to be written to the segment, and fills the remaining bytes with zeros. */
  putQuery({ buffer, byteOffset, byteLength }: RowQuery): void {
    this.#queryBytes.set(new Uint8Array(buffer, byteOffset, byteLength));
    this.#queryBytes.fill(0, byteLength);
  }

  /** Fills `out` block by block. `score` writes the scores of `count` rows from `first` on to the scratch area. */
  scoreRange(out: Float32Array, score: (first: number, count: number) => void): void {
    for (let done = 0; done < out.length; done += blockRows) {
      const count = Math.min(blockRows, out.length - done);
      score(done, count);
      out.set(this.#scores.subarray(0, count), done);
    }
  }

  /** Fills `out` block by block. `score` writes the scores of the first `count` slots in the scratch area. */
  scoreSlots(slots: Uint32Array, firstSlot: number, out: Float32Array, score: (count: number) => void): void {
    for (let done = 0; done < slots.length; done += blockRows) {
      const count = this.#putSlots(slots, done, firstSlot);
      score(count);
      out.set(this.#scores.subarray(0, count), done);
    }
  }

  /** Collects row slots in `out` block by block and returns their number. `list` writes the slots it finds from `first` on to the scratch area. */
  listRange(count: number, out: Uint32Array, list: (first: number, count: number) => number): number {
    let listed = 0;
    for (let done = 0; done < count; done += blockRows) {
      const length = list(done, Math.min(blockRows, count - done));
      out.set(this.#slots.subarray(0, length), listed);
      listed += length;
    }
    return listed;
  }

  /** Collects in `out` those of `slots` that `list` selects, and returns their number. `list` writes their positions to the scratch area. */
  listSlots(slots: Uint32Array, firstSlot: number, out: Uint32Array, list: (count: number) => number): number {
    let listed = 0;
    for (let done = 0; done < slots.length; done += blockRows) {
      const length = list(this.#putSlots(slots, done, firstSlot));
      for (let index = 0; index < length; index++) out[listed++] = slots[done + this.#slots[index]!]!;
    }
    return listed;
  }

  /** Copies one block of slots to the scratch area, followed by three zeros, and returns the number of slots copied. */
  #putSlots(slots: Uint32Array, from: number, firstSlot: number): number {
    const count = Math.min(blockRows, slots.length - from);
    for (let index = 0; index < count; index++) this.#slots[index] = slots[from + index]! - firstSlot;
    this.#slots.fill(0, count, count + 3);
    return count;
  }
}

/** Returns the bytes reserved for a query: up to four for each element. */
function queryBytesOf(stride: number): number {
  return Math.ceil((4 * stride) / alignment) * alignment;
}
