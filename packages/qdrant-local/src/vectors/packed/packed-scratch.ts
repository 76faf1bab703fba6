import { createSimdMemory, type SimdMemory } from '../kernels/simd-kernels.ts';

const maxDimension = 65_536;
// Of 32 bits each.
const maxScales = 256;

const queryBytes = 2 ** 20;
const resultBytes = 2 ** 20;
const rowBytes = 2 ** 20;
// The kernels read up to four rows behind the last one, and a touch behind the end of those.
const readAheadBytes = 4 * 4 * maxDimension + 128;

// The first bytes are the kernels' own.
const scales = 16;
const query = scales + 4 * maxScales;
const results = query + queryBytes;
const codes = results + resultBytes;
const rows = codes + 4 * 2 * maxDimension;

/** Addresses in every scratch: of scales, of a query's rows, of what kernels leave, of room for four rows of codes, and of rows. */
export const scratchAddresses: Readonly<Record<'scales' | 'query' | 'results' | 'codes' | 'rows', number>> = {
  scales,
  query,
  results,
  codes,
  rows,
};

/** How many bytes of a query's rows, and of a point's, fit at once: in both cases several of the longest rows. */
export const scratchRoom: Readonly<Record<'queryBytes' | 'rowBytes', number>> = { queryBytes, rowBytes };

/** Rows of a query that fit a scratch together. */
export interface QueryBlock {
  /** The rows as the kernel reads them. */
  readonly bytes: Uint8Array;
  /** Scales that all points share. */
  readonly scales?: Float32Array | undefined;
}

/**
 * A memory in which comparisons of packed rows take turns, with a block of a query and a block of a point at a time. Pages of it
 * that are never used take no room.
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

  /** The scratch of this thread; `undefined` where this platform has no SIMD or no room. */
  static shared(): PackedScratch | undefined {
    this.#shared ??= { scratch: PackedScratch.#create() };
    return this.#shared.scratch;
  }

  static #create(): PackedScratch | undefined {
    const memory = createSimdMemory(rows + rowBytes + readAheadBytes);
    return memory && new PackedScratch(memory);
  }

  /** Copies a block of a query, unless it is still there. */
  putQuery(block: QueryBlock): void {
    if (this.#held === block) return;
    this.#held = block;
    this.#bytes.set(block.bytes, query);
    if (block.scales !== undefined) new Float32Array(this.memory.buffer, scales, maxScales).set(block.scales);
  }

  /** Copies rows of `from` bytes each, `to` bytes apart from each other, with zeros between them. */
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
