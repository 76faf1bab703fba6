import { type CodeFormat, codeFormats, type CodeKind } from './code-formats.ts';
import { addSimilarity, codeQuery, type CodeQuery } from './code-query.ts';

/** Options of {@link CodeMaxSim}. */
export interface CodeMaxSimOptions {
  /** The query's rows, `[dimension]` each. */
  readonly query: readonly Float32Array[];
  readonly dimension: number;
  readonly kind: CodeKind;
}

/** Computes MaxSim, by dot products, of one query against rows of codes. Results equal those of `SimdCodeMaxSim` to the bit. */
export class CodeMaxSim {
  readonly #queries: readonly CodeQuery[];
  readonly #dimension: number;
  readonly #format: CodeFormat;

  constructor({ query, dimension, kind }: CodeMaxSimOptions) {
    this.#format = codeFormats[kind];
    this.#queries = query.map((row) => codeQuery(row, this.#format.highestCode));
    this.#dimension = dimension;
  }

  similarity(bytes: Uint8Array): number {
    const best = this.#bestOfRows(bytes);
    return this.#queries.reduce((sum, query, index) => addSimilarity(sum, best[index]!, query), 0);
  }

  /** Returns, for each row of the query, the largest of its products with the rows. */
  #bestOfRows(bytes: Uint8Array): Float64Array {
    const best = new Float64Array(this.#queries.length).fill(-Infinity);
    const codes = new Int8Array(this.#dimension);
    const rowBytes = this.#format.rowBytes(this.#dimension);
    for (let offset = 0; offset < bytes.length; offset += rowBytes) {
      const scale = this.#format.read(bytes, offset, codes);
      for (const [index, { levels }] of this.#queries.entries()) {
        best[index] = Math.max(best[index]!, wholeProduct(levels, codes) * scale);
      }
    }
    return best;
  }
}

function wholeProduct(levels: Int16Array, codes: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < codes.length; i++) sum += levels[i]! * codes[i]!;
  return sum;
}
