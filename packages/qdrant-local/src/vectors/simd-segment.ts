import type { Distance } from './distances.ts';
import { createSimdMemory, type SimdKernel, type SimdMemory } from './kernels/simd-kernels.ts';
import type { RowElements, RowQuery } from './row-formats.ts';
import type { RowLayout, RowSegment } from './row-segment.ts';

// How many rows one call of a kernel scores.
const blockRows = 1024;

const alignment = 16;

// How many rows, and bytes, behind the last row a kernel may read.
const readAheadRows = 4;
const readAheadBytes = 128;

/** Rows in a WebAssembly memory, compared by SIMD kernels. In front of them: the query, the slots and scores of a block. */
export class SimdSegment implements RowSegment {
  readonly rows: RowElements;
  readonly #memory: SimdMemory;
  readonly #rowBytes: number;
  readonly #addresses: BlockAddresses;
  readonly #slots: Uint32Array;
  readonly #scores: Float32Array;

  private constructor({ format, stride }: RowLayout, rowCount: number, addresses: BlockAddresses, memory: SimdMemory) {
    this.rows = format.view(memory.buffer, addresses.rows, rowCount * stride);
    this.#memory = memory;
    this.#rowBytes = stride * format.bytesPerElement;
    this.#addresses = addresses;
    this.#slots = new Uint32Array(memory.buffer, addresses.slots, blockRows);
    this.#scores = new Float32Array(memory.buffer, addresses.scores, blockRows);
  }

  /** Makes a segment of zeros; `undefined` where this platform has no SIMD or no room. */
  static create(layout: RowLayout, rowCount: number): SimdSegment | undefined {
    const { format, stride } = layout;
    const addresses = blockAddresses(stride);
    const rowBytes = (rowCount + readAheadRows) * stride * format.bytesPerElement;
    const memory = createSimdMemory(addresses.rows + rowBytes + readAheadBytes, format.datatype);
    return memory && new SimdSegment(layout, rowCount, addresses, memory);
  }

  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    const kernel = this.#prepare(distance, query);
    const addresses = this.#addresses;
    for (let done = 0; done < out.length; done += blockRows) {
      const count = Math.min(blockRows, out.length - done);
      const rows = addresses.rows + (from + done) * this.#rowBytes;
      kernel(addresses.query, rows, this.#rowBytes, 0, count, addresses.scores);
      out.set(this.#scores.subarray(0, count), done);
    }
  }

  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void {
    const kernel = this.#prepare(distance, query);
    const addresses = this.#addresses;
    for (let done = 0; done < slots.length; done += blockRows) {
      const count = Math.min(blockRows, slots.length - done);
      for (let index = 0; index < count; index++) this.#slots[index] = slots[done + index]! - firstSlot;
      kernel(addresses.query, addresses.rows, this.#rowBytes, addresses.slots, count, addresses.scores);
      out.set(this.#scores.subarray(0, count), done);
    }
  }

  /** Puts the query into the memory: anew for every call, for searches take turns. */
  #prepare(distance: Distance, query: RowQuery): SimdKernel {
    new Uint8Array(this.#memory.buffer).set(bytesOf(query), this.#addresses.query);
    return this.#memory.kernels[distance];
  }
}

/** Where things are in a segment's memory. */
interface BlockAddresses {
  readonly query: number;
  readonly slots: number;
  readonly scores: number;
  readonly rows: number;
}

function blockAddresses(stride: number): BlockAddresses {
  // The first bytes are the kernels' own, and address 0 stands for no slots. A query's elements take four bytes at most.
  const query = alignment;
  const slots = query + Math.ceil((4 * stride) / alignment) * alignment;
  const scores = slots + 4 * blockRows;
  return { query, slots, scores, rows: scores + 4 * blockRows };
}

function bytesOf({ buffer, byteOffset, byteLength }: RowQuery): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
