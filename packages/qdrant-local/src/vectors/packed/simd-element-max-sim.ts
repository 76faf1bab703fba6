import { isSmallerBetter } from '../distances.ts';
import type { SimdKernel } from '../kernels/simd-kernels.ts';
import { rowFormats } from '../row-formats.ts';
import type { ElementMaxSimOptions } from './element-max-sim.ts';
import { PackedScratch, type QueryBlock, scratchAddresses, scratchRoom } from './packed-scratch.ts';

/** Query rows that are compared together. */
interface ElementBlock extends QueryBlock {
  readonly rowCount: number;
}

/** Computes MaxSim of one query against rows of a datatype's elements, with SIMD. */
export class SimdElementMaxSim {
  readonly #blocks: readonly ElementBlock[];
  readonly #queryRowBytes: number;
  /** `from`: bytes of a packed row. `to`: bytes of a row padded to the block size of the kernel. */
  readonly #rowBytes: { readonly from: number; readonly to: number };
  readonly #sign: number;
  readonly #scratch: PackedScratch;
  readonly #kernel: SimdKernel;

  private constructor({ query, dimension, datatype, distance }: ElementMaxSimOptions, scratch: PackedScratch) {
    const format = rowFormats[datatype];
    const stride = Math.ceil(dimension / format.lanes) * format.lanes;
    this.#rowBytes = { from: dimension * format.bytesPerElement, to: stride * format.bytesPerElement };
    this.#queryRowBytes = format.query(new Float32Array(dimension), stride).byteLength;
    const blockRows = Math.floor(scratchRoom.queryBytes / this.#queryRowBytes);
    this.#blocks = Array.from({ length: Math.ceil(query.length / blockRows) }, (_, block) => {
      const rows = query.slice(block * blockRows, (block + 1) * blockRows);
      const bytes = new Uint8Array(rows.length * this.#queryRowBytes);
      for (const [row, vector] of rows.entries()) {
        bytes.set(new Uint8Array(format.query(vector, stride).buffer), row * this.#queryRowBytes);
      }
      return { bytes, rowCount: rows.length };
    });
    this.#sign = isSmallerBetter(distance) ? -1 : 1;
    this.#scratch = scratch;
    this.#kernel = scratch.memory.rowKernels(format)[distance];
  }

  /** Returns `undefined` when the platform has no SIMD or no room. */
  static create(options: ElementMaxSimOptions): SimdElementMaxSim | undefined {
    const scratch = PackedScratch.shared();
    return scratch && new SimdElementMaxSim(options, scratch);
  }

  similarity(bytes: Uint8Array): number {
    let sum = 0;
    for (const block of this.#blocks) {
      for (const best of this.#bestOfRows(block, bytes)) sum = Math.fround(sum + best);
    }
    return sum;
  }

  /** Returns, for each row of a block, the similarity of the best row of the point. */
  #bestOfRows(block: ElementBlock, bytes: Uint8Array): Float32Array {
    const { from, to } = this.#rowBytes;
    const bytesAtOnce = Math.floor(scratchRoom.rowBytes / to) * from;
    const best = new Float32Array(block.rowCount).fill(-Infinity);
    this.#scratch.putQuery(block);
    for (let done = 0; done < bytes.length; done += bytesAtOnce) {
      const part = bytes.subarray(done, done + bytesAtOnce);
      this.#scratch.putRows(part, this.#rowBytes);
      this.#keepBest(best, part.length / from);
    }
    return best;
  }

  /** Compares the rows of a block with the first `rowCount` point rows in the scratch, and updates `best`. */
  #keepBest(best: Float32Array, rowCount: number): void {
    const { query, rows, results } = scratchAddresses;
    const distances = new Float32Array(this.#scratch.memory.buffer, results, rowCount);
    for (let row = 0; row < best.length; row++) {
      this.#kernel(query + row * this.#queryRowBytes, rows, this.#rowBytes.to, 0, rowCount, results);
      for (let index = 0; index < rowCount; index++) {
        const similarity = this.#sign * distances[index]!;
        if (similarity > best[row]!) best[row] = similarity;
      }
    }
  }
}
