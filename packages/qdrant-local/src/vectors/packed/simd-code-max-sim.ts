import type { CodeKernel } from '../kernels/simd-kernels.ts';
import { codeFormats, type CodeKind } from './code-formats.ts';
import type { CodeMaxSimOptions } from './code-max-sim.ts';
import { addSimilarity, codeQuery, type CodeQuery } from './code-query.ts';
import { PackedScratch, type QueryBlock, scratchAddresses, scratchRoom } from './packed-scratch.ts';
import { scaleOfByte } from './scale-bytes.ts';

// Numbers of a row that the kernel decodes at once.
const lanes = 32;

/** Query rows that are compared together. */
interface CodeBlock extends QueryBlock {
  readonly queries: readonly CodeQuery[];
  /** The number of rows, including padding to an even number. */
  readonly rowCount: number;
}

/** Computes MaxSim, by dot products, of one query against rows of codes, with SIMD. */
export class SimdCodeMaxSim {
  readonly #blocks: readonly CodeBlock[];
  readonly #bits: number;
  readonly #rowBytes: number;
  readonly #stride: number;
  readonly #scratch: PackedScratch;
  readonly #kernel: CodeKernel;

  private constructor({ query, dimension, kind }: CodeMaxSimOptions, scratch: PackedScratch) {
    const format = codeFormats[kind];
    const strideNumbers = Math.ceil(dimension / lanes) * lanes;
    this.#stride = strideNumbers * Int16Array.BYTES_PER_ELEMENT;
    this.#bits = format.bits;
    this.#rowBytes = format.rowBytes(dimension);
    const blockRows = Math.floor(scratchRoom.queryBytes / this.#stride / 2) * 2;
    this.#blocks = Array.from({ length: Math.ceil(query.length / blockRows) }, (_, block) => {
      const rows = query.slice(block * blockRows, (block + 1) * blockRows);
      return codeBlock(
        rows.map((row) => codeQuery(row, format.highestCode)),
        strideNumbers,
        kind,
      );
    });
    this.#scratch = scratch;
    this.#kernel = scratch.memory.codeKernel();
  }

  /** Returns `undefined` when the platform has no SIMD or no room. */
  static create(options: CodeMaxSimOptions): SimdCodeMaxSim | undefined {
    const scratch = PackedScratch.shared();
    return scratch && new SimdCodeMaxSim(options, scratch);
  }

  similarity(bytes: Uint8Array): number {
    let sum = 0;
    for (const block of this.#blocks) {
      const best = this.#bestOfRows(block, bytes);
      for (const [index, query] of block.queries.entries()) {
        sum = addSimilarity(sum, Math.max(best[2 * index]!, best[2 * index + 1]!), query);
      }
    }
    return sum;
  }

  /** Returns two values for each row of a block, each the largest product with part of the point's rows, such as the even and the odd rows. */
  #bestOfRows(block: CodeBlock, bytes: Uint8Array): Float64Array {
    const { query, rows, codes, scales, results } = scratchAddresses;
    const rowBytes = this.#rowBytes;
    const bytesAtOnce = Math.floor(scratchRoom.rowBytes / rowBytes) * rowBytes;
    const best = new Float64Array(this.#scratch.memory.buffer, results, 2 * block.rowCount).fill(-Infinity);
    this.#scratch.putQuery(block);
    for (let done = 0; done < bytes.length; done += bytesAtOnce) {
      const part = bytes.subarray(done, done + bytesAtOnce);
      this.#scratch.putRows(part, { from: rowBytes, to: rowBytes });
      const count = part.length / rowBytes;
      this.#kernel(this.#bits, rows, rowBytes, count, query, this.#stride, block.rowCount, codes, scales, results);
    }
    return best;
  }
}

function codeBlock(queries: readonly CodeQuery[], strideNumbers: number, kind: CodeKind): CodeBlock {
  const rowCount = Math.ceil(queries.length / 2) * 2;
  const numbers = new Int16Array(rowCount * strideNumbers);
  for (const [row, { levels }] of queries.entries()) {
    for (let i = 0; i < levels.length; i++) numbers[row * strideNumbers + placeOf(i, kind)] = levels[i]!;
  }
  return {
    queries,
    rowCount,
    bytes: new Uint8Array(numbers.buffer),
    scales: scalesOf(queries[0]!.levels.length, kind),
  };
}

/** Returns the position at which the kernel reads a number. For 4-bit codes it takes one code from each of several 16-bit words at a time. */
function placeOf(index: number, kind: CodeKind): number {
  if (kind !== 'int4') return index;
  const withinBlock = index % lanes;
  return index - withinBlock + (withinBlock % 4) * (lanes / 4) + Math.floor(withinBlock / 4);
}

/** Returns the scales that are not stored in the rows. */
function scalesOf(dimension: number, kind: CodeKind): Float32Array | undefined {
  if (kind === 'int4') return scaleOfByte;
  return kind === 'bit1' ? Float32Array.of(1 / Math.sqrt(dimension)) : undefined;
}
