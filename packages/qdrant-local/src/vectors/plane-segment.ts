import type { Distance } from '../requests/types/vector-types.ts';
import { BlockScratch } from './block-scratch.ts';
import { isSmallerBetter } from './distances.ts';
import { createSimdMemory, type PlaneKernels, type SimdMemory } from './kernels/simd-kernels.ts';
import type { RowQuery } from './row-formats.ts';
import type { RowRange, RowSearch, RowSegment } from './row-segment.ts';
import { scoreBound } from './score-bound.ts';

const bytesPerHalf = 2;

// Rows of prefixes after the last one that a kernel may read.
const readAheadRows = 8;

/**
 * Rows of float32 in a WebAssembly memory, with each element split into two planes: its bfloat16 prefix (the upper 16 bits) and
 * its suffix (the lower 16). The prefixes alone rule out most rows, so a search reads half the memory.
 */
export class PlaneSegment implements RowSegment {
  readonly rowCount: number;
  readonly #stride: number;
  readonly #rowBytes: number;
  readonly #scratch: BlockScratch;
  readonly #prefixAddress: number;
  readonly #suffixAddress: number;
  readonly #prefixes: Uint16Array;
  readonly #suffixes: Uint16Array;
  readonly #kernels: PlaneKernels;
  /** The largest Σx² of any row written so far. */
  #largestSquare = 0;

  private constructor(stride: number, rowCount: number, memory: SimdMemory) {
    this.rowCount = rowCount;
    this.#stride = stride;
    this.#rowBytes = stride * bytesPerHalf;
    this.#scratch = new BlockScratch(memory.buffer, stride);
    this.#prefixAddress = this.#scratch.end;
    this.#suffixAddress = this.#prefixAddress + rowCount * this.#rowBytes;
    this.#prefixes = new Uint16Array(memory.buffer, this.#prefixAddress, rowCount * stride);
    this.#suffixes = new Uint16Array(memory.buffer, this.#suffixAddress, rowCount * stride);
    this.#kernels = memory.planeKernels();
  }

  /** Creates a segment of zeros whose stride is a multiple of 8. Returns `undefined` when the platform has no SIMD or no room. */
  static create(stride: number, rowCount: number): PlaneSegment | undefined {
    const rows = 2 * rowCount + readAheadRows;
    const memory = createSimdMemory(BlockScratch.byteLength(stride) + rows * stride * bytesPerHalf);
    return memory && new PlaneSegment(stride, rowCount, memory);
  }

  write(row: number, vector: Float32Array): void {
    const offset = row * this.#rowBytes;
    const { query: copy } = this.#scratch;
    this.#scratch.putQuery(vector);
    const square = this.#kernels.splitRow(
      copy,
      this.#prefixAddress + offset,
      this.#suffixAddress + offset,
      this.#rowBytes,
    );
    if (square > this.#largestSquare) this.#largestSquare = square;
  }

  read(row: number, dimension: number): Float32Array {
    const vector = new Float32Array(dimension);
    const bits = new Uint32Array(vector.buffer);
    const offset = row * this.#stride;
    for (let i = 0; i < dimension; i++) bits[i] = (this.#prefixes[offset + i]! << 16) | this.#suffixes[offset + i]!;
    return vector;
  }

  scoreRange(distance: Distance, query: RowQuery, from: number, out: Float32Array): void {
    const scratch = this.#scratch;
    const bytes = this.#rowBytes;
    const kernel = this.#kernels.both[distance];
    scratch.putQuery(query);
    scratch.scoreRange(out, (first, count) => {
      const offset = (from + first) * bytes;
      kernel(
        scratch.query,
        this.#prefixAddress + offset,
        this.#suffixAddress + offset,
        bytes,
        0,
        count,
        scratch.scores,
      );
    });
  }

  scoreSlots(distance: Distance, query: RowQuery, slots: Uint32Array, firstSlot: number, out: Float32Array): void {
    const scratch = this.#scratch;
    const kernel = this.#kernels.both[distance];
    const [prefix, suffix, bytes] = [this.#prefixAddress, this.#suffixAddress, this.#rowBytes];
    scratch.putQuery(query);
    scratch.scoreSlots(slots, firstSlot, out, (count) => {
      kernel(scratch.query, prefix, suffix, bytes, scratch.slots, count, scratch.scores);
    });
  }

  findInRange(search: RowSearch, { from, count }: RowRange, firstSlot: number, out: Uint32Array): number | undefined {
    const find = this.#prepareSearch(search);
    if (find === undefined) return undefined;
    return this.#scratch.listRange(count, out, (first, length) =>
      find(from + first, 0, length, firstSlot + from + first),
    );
  }

  findInSlots(search: RowSearch, slots: Uint32Array, firstSlot: number, out: Uint32Array): number | undefined {
    const find = this.#prepareSearch(search);
    if (find === undefined) return undefined;
    return this.#scratch.listSlots(slots, firstSlot, out, (length) => find(0, this.#scratch.slots, length, 0));
  }

  /**
   * Returns a function that scores `count` rows: consecutive ones from `row`, or those at `slots`. It writes those that may be near to the scratch, as
   * `listedFrom`, `listedFrom + 1`, .... Returns `undefined` when prefixes cannot rule out any row.
   */
  #prepareSearch({ distance, query, limit }: RowSearch) {
    const lengths = { query: lengthOf(query), row: Math.sqrt(this.#largestSquare) };
    const bound = scoreBound(distance, limit, this.#stride, lengths);
    if (bound === undefined) return undefined;
    const scratch = this.#scratch;
    const bytes = this.#rowBytes;
    const kernel = this.#kernels.prefix[distance];
    const list = isSmallerBetter(distance) ? this.#kernels.listSmaller : this.#kernels.listLarger;
    scratch.putQuery(evenBeforeOdd(query));
    return (row: number, slots: number, count: number, listedFrom: number): number => {
      kernel(scratch.query, this.#prefixAddress + row * bytes, bytes, slots, count, scratch.scores);
      return list(scratch.scores, count, bound, listedFrom, scratch.slots);
    };
  }
}

/** Reorders each group of eight elements to 0, 2, 4, 6, 1, 3, 5, 7, the order in which the kernel reads prefixes. */
function evenBeforeOdd(query: RowQuery): Float32Array {
  const ordered = new Float32Array(query.length);
  for (let i = 0; i < query.length; i++) ordered[(i & ~7) + (i & 1) * 4 + ((i & 7) >> 1)] = query[i]!;
  return ordered;
}

function lengthOf(vector: RowQuery): number {
  let square = 0;
  for (let i = 0; i < vector.length; i++) square += vector[i]! * vector[i]!;
  return Math.sqrt(square);
}
