import type { RowQuery } from './row-formats.ts';

// How many rows one call of a kernel scores.
const blockRows = 1024;

const alignment = 16;

/**
 * The front of a segment's memory: a query, the slots and the scores of a block of rows. What is in it holds for one call:
 * searches take turns.
 */
export class BlockScratch {
  /** Addresses of the query, of the block's slots and scores, and of what lies behind them. */
  readonly query: number;
  readonly slots: number;
  readonly scores: number;
  readonly end: number;
  readonly #queryBytes: Uint8Array;
  readonly #slots: Uint32Array;
  readonly #scores: Float32Array;

  constructor(buffer: ArrayBuffer, stride: number) {
    // The first bytes are the kernels' own, and address 0 stands for no slots.
    const queryBytes = queryBytesOf(stride);
    this.query = alignment;
    this.slots = this.query + queryBytes;
    this.scores = this.slots + 4 * blockRows;
    this.end = this.scores + 4 * blockRows;
    this.#queryBytes = new Uint8Array(buffer, this.query, queryBytes);
    this.#slots = new Uint32Array(buffer, this.slots, blockRows);
    this.#scores = new Float32Array(buffer, this.scores, blockRows);
  }

  /** The length of a scratch in bytes. */
  static byteLength(stride: number): number {
    return alignment + queryBytesOf(stride) + 8 * blockRows;
  }

  /** Copies a query, or a row on its way into the segment, with zeros behind it. */
  putQuery({ buffer, byteOffset, byteLength }: RowQuery): void {
    this.#queryBytes.set(new Uint8Array(buffer, byteOffset, byteLength));
    this.#queryBytes.fill(0, byteLength);
  }

  /** Fills `out` block by block with what `score` leaves as scores of the rows from `first` on. */
  scoreRange(out: Float32Array, score: (first: number, count: number) => void): void {
    for (let done = 0; done < out.length; done += blockRows) {
      const count = Math.min(blockRows, out.length - done);
      score(done, count);
      out.set(this.#scores.subarray(0, count), done);
    }
  }

  /** Fills `out` block by block with what `score` leaves as scores of as many of the scratch's slots. */
  scoreSlots(slots: Uint32Array, firstSlot: number, out: Float32Array, score: (count: number) => void): void {
    for (let done = 0; done < slots.length; done += blockRows) {
      const count = this.#putSlots(slots, done, firstSlot);
      score(count);
      out.set(this.#scores.subarray(0, count), done);
    }
  }

  /** Gathers in `out` what `list` leaves as slots of the rows from `first` on; returns how many there are together. */
  listRange(count: number, out: Uint32Array, list: (first: number, count: number) => number): number {
    let listed = 0;
    for (let done = 0; done < count; done += blockRows) {
      const length = list(done, Math.min(blockRows, count - done));
      out.set(this.#slots.subarray(0, length), listed);
      listed += length;
    }
    return listed;
  }

  /** Gathers in `out` those of `slots` whose places among the scratch's slots `list` leaves there; returns how many. */
  listSlots(slots: Uint32Array, firstSlot: number, out: Uint32Array, list: (count: number) => number): number {
    let listed = 0;
    for (let done = 0; done < slots.length; done += blockRows) {
      const length = list(this.#putSlots(slots, done, firstSlot));
      for (let index = 0; index < length; index++) out[listed++] = slots[done + this.#slots[index]!]!;
    }
    return listed;
  }

  /** Puts a block of the slots into the scratch, row 0 behind the last; returns how many they are. */
  #putSlots(slots: Uint32Array, from: number, firstSlot: number): number {
    const count = Math.min(blockRows, slots.length - from);
    for (let index = 0; index < count; index++) this.#slots[index] = slots[from + index]! - firstSlot;
    this.#slots.fill(0, count, count + 3);
    return count;
  }
}

/** A query's elements take four bytes at most. */
function queryBytesOf(stride: number): number {
  return Math.ceil((4 * stride) / alignment) * alignment;
}
