import { createSimdMemory, type SimdMemory } from '../kernels/simd-kernels.ts';

const maxDimension = 65_536;
// Number of scales of 32 bits each.
const maxScales = 256;

const queryBytes = 2 ** 20;
const resultBytes = 2 ** 20;
const rowBytes = 2 ** 20;
// The kernels read up to four rows after the last one, and a few bytes after those.
const readAheadBytes = 4 * 4 * maxDimension + 128;

// The kernels use the first bytes.
const scales = 16;
const query = scales + 4 * maxScales;
const results = query + queryBytes;
const codes = results + resultBytes;
const rows = codes + 4 * 2 * maxDimension;

/** Addresses in every scratch: the scales, the query's rows, the kernels' results, room for four rows of codes, and the point's rows. */
export const scratchAddresses: Readonly<Record<'scales' | 'query' | 'results' | 'codes' | 'rows', number>> = {
  scales,
  query,
  results,
  codes,
  rows,
};

/** The bytes of query rows and of point rows that fit at once. Both have room for several rows of the largest dimension. */
export const scratchRoom: Readonly<Record<'queryBytes' | 'rowBytes', number>> = { queryBytes, rowBytes };

/** Query rows that fit a scratch together. */
export interface QueryBlock {
  /** The rows as the kernel reads them. */
  readonly bytes: Uint8Array;
  /** Scales shared by all points. */
  readonly scales?: Float32Array | undefined;
}

/**
 * Memory shared by all comparisons of packed rows, which run one at a time. It contains one block of a query and one block of a
 * point. Pages that are never used occupy no physical memory.
 */
export class PackedScratch {
  static #shared: { readonly scratch: PackedScratch | undefined } | undefined;

  readonly memory: SimdMemory;
  readonly #bytes: Uint8Array;
  #held: QueryBlock | undefined;

  private constructor(memory: SimdMemory) {
    this.memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** Returns the scratch of this thread, or `undefined` when the platform has no SIMD or no room. */
  static shared(): PackedScratch | undefined {
    this.#shared ??= { scratch: PackedScratch.#create() };
    return this.#shared.scratch;
  }

  static #create(): PackedScratch | undefined {
    const memory = createSimdMemory(rows + rowBytes + readAheadBytes);
    return memory && new PackedScratch(memory);
  }

  /** Copies a block of a query, unless the scratch already contains it. */
  putQuery(block: QueryBlock): void {
    if (this.#held === block) return;
    this.#held = block;
    this.#bytes.set(block.bytes, query);
    if (block.scales !== undefined) new Float32Array(this.memory.buffer, scales, maxScales).set(block.scales);
  }

  /** Copies rows of `from` bytes each, placed `to` bytes apart with zeros between them. */
  putRows(source: Uint8Array, { from, to }: { readonly from: number; readonly to: number }): void {
    if (from === to) {
      this.#bytes.set(source, rows);
      return;
    }
    const count = source.length / from;
    this.#bytes.fill(0, rows, rows + count * to);
    for (let row = 0; row < count; row++) {
      this.#bytes.set(source.subarray(row * from, (row + 1) * from), rows + row * to);
    }
  }
}
