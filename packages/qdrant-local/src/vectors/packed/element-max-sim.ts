import type { Distance, RowDatatype } from '../../requests/types/vector-types.ts';
import { isSmallerBetter } from '../distances.ts';
import { type RowFormat, rowFormats, type RowQuery } from '../row-formats.ts';
import { elementsOf } from './packed-rows.ts';

/** Options of {@link ElementMaxSim}. */
export interface ElementMaxSimOptions {
  /** The query's rows, `[dimension]` each. */
  readonly query: readonly Float32Array[];
  readonly dimension: number;
  readonly datatype: RowDatatype;
  readonly distance: Distance;
}

/** Computes MaxSim of one query against rows of a datatype's elements. Results equal those of `SimdElementMaxSim` to the bit. */
export class ElementMaxSim {
  readonly #queries: readonly RowQuery[];
  readonly #dimension: number;
  readonly #distance: Distance;
  readonly #format: RowFormat;

  constructor({ query, dimension, datatype, distance }: ElementMaxSimOptions) {
    this.#format = rowFormats[datatype];
    this.#queries = query.map((row) => this.#format.query(row, dimension));
    this.#dimension = dimension;
    this.#distance = distance;
  }

  similarity(bytes: Uint8Array): number {
    const rows = elementsOf(bytes, this.#format.datatype);
    const kernel = this.#format.kernel(this.#distance);
    const sign = isSmallerBetter(this.#distance) ? -1 : 1;
    let sum = 0;
    for (const query of this.#queries) {
      let best = -Infinity;
      for (let offset = 0; offset < rows.length; offset += this.#dimension) {
        const similarity = sign * kernel(query, rows, offset);
        if (similarity > best) best = similarity;
      }
      sum = Math.fround(sum + best);
    }
    return sum;
  }
}
