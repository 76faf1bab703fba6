import type { Distance } from '../requests/types/vector-types.ts';
import { BlockScratch } from './block-scratch.ts';
import { type ByDistance, createSimdMemory, type SimdKernel, type SimdMemory } from './kernels/simd-kernels.ts';
import type { RowElements, RowQuery } from './row-formats.ts';
import type { RowLayout, RowSegment } from './row-segment.ts';

// Rows and bytes after the last row that a kernel may read.
const readAheadRows = 4;
const readAheadBytes = 128;

/** Rows in a WebAssembly memory, compared by SIMD kernels. */
export class SimdSegment implements RowSegment {
  readonly rowCount: number;
  readonly #layout: RowLayout;
  readonly #rows: RowElements;
  readonly #rowBytes: number;
  readonly #scratch: BlockScratch;
  readonly #kernels: ByDistance<SimdKernel>;

  private constructor(layout: RowLayout, rowCount: number, memory: SimdMemory) {
    const { format, stride } = layout;
    this.rowCount = rowCount;
    this.#layout = layout;
    this.#scratch = new BlockScratch(memory.buffer, stride);
    this.#rows = format.view(memory.buffer, this.#scratch.end, rowCount * stride);
    this.#rowBytes = stride * format.bytesPerElement;
    this.#kernels = memory.rowKernels(format);
  }

  /** Creates a segment of zeros. Returns `undefined` when the platform has no SIMD or no room. */
  static create(layout: RowLayout, rowCount: number): SimdSegment | undefined {
    const { format, stride } = layout;
    const rowBytes = (rowCount + readAheadRows) * stride * format.bytesPerElement;
    const memory = createSimdMemory(BlockScratch.byteLength(stride) + rowBytes + readAheadBytes);
    return memory && new SimdSegment(layout, rowCount, memory);
  }

  write(row: number, vector: Float32Array): void {
    this.#layout.format.write(vector, this.#rows, row * this.#layout.stride);
  }

  read(row: number, dimension: number): Float32Array {
    return this.#layout.format.read(this.#rows, row * this.#layout.stride, dimension);
  }

  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    const { query: queryAddress, scores, end } = this.#scratch;
    const kernel = this.#kernels[distance];
    const bytes = this.#rowBytes;
    this.#scratch.putQuery(query);
    this.#scratch.scoreRange(out, (first, count) => {
      kernel(queryAddress, end + (from + first) * bytes, bytes, 0, count, scores);
    });
  }

  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void {
    const scratch = this.#scratch;
    const kernel = this.#kernels[distance];
    scratch.putQuery(query);
    scratch.scoreSlots(slots, firstSlot, out, (count) => {
      kernel(scratch.query, scratch.end, this.#rowBytes, scratch.slots, count, scratch.scores);
    });
  }
}
