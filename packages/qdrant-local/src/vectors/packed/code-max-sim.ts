import { type CodeFormat, codeFormats, type CodeKind } from './code-formats.ts';
import { codeQuery, type CodeQuery } from './code-query.ts';

const highestFloat32 = 2 ** 128 - 2 ** 104;

/** MaxSim, by dot products, of one query against rows of codes. */
export class CodeMaxSim {
  readonly #queries: readonly CodeQuery[];
  readonly #dimension: number;
  readonly #format: CodeFormat;

  constructor(options: {
    readonly query: readonly Float32Array[];
    readonly dimension: number;
    readonly kind: CodeKind;
  }) {
    const { query, dimension, kind } = options;
    this.#format = codeFormats[kind];
    this.#queries = query.map((row) => codeQuery(row, this.#format.highestCode));
    this.#dimension = dimension;
  }

  /**
   * Each dot product is an exact whole number times the scale of the row and that of the query, in float64, and rounded to
   * float32 once.
   */
  similarity(bytes: Uint8Array): number {
    const best = this.#bestOfRows(bytes);
    let sum = 0;
    for (const [index, { scale }] of this.#queries.entries()) {
      sum = Math.fround(sum + Math.max(-highestFloat32, Math.fround(best[index]! * scale)));
    }
    return sum;
  }

  /** The largest of the dot products with the rows, for each row of the query, before its scale. */
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
