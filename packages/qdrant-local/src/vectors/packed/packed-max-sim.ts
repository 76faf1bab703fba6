import type { Distance, PackedKind } from '../../requests/types/vector-types.ts';
import { CodeMaxSim } from './code-max-sim.ts';
import { ElementMaxSim } from './element-max-sim.ts';
import { isCodeKind } from './packed-rows.ts';
import { SimdCodeMaxSim } from './simd-code-max-sim.ts';
import { SimdElementMaxSim } from './simd-element-max-sim.ts';

/** Options of {@link PackedMaxSim}. */
export interface PackedMaxSimOptions {
  /** The query's rows, `[dimension]` each, prepared for the column: normalized for Cosine. */
  readonly query: readonly Float32Array[];
  readonly dimension: number;
  readonly kind: PackedKind;
  /** Codes support dot products only: Cosine and Dot. */
  readonly distance: Distance;
}

/** Computes MaxSim of one query against packed multivectors, one at a time. */
export class PackedMaxSim {
  readonly #comparison: { similarity(bytes: Uint8Array): number };

  constructor({ query, dimension, kind, distance }: PackedMaxSimOptions) {
    if (isCodeKind(kind)) {
      const options = { query, dimension, kind };
      this.#comparison = SimdCodeMaxSim.create(options) ?? new CodeMaxSim(options);
    } else {
      const options = { query, dimension, datatype: kind, distance };
      this.#comparison = SimdElementMaxSim.create(options) ?? new ElementMaxSim(options);
    }
  }

  /** Returns the similarity of the query to the rows of one point; larger is better, as in `SlotScorer`. */
  similarity(bytes: Uint8Array): number {
    return this.#comparison.similarity(bytes);
  }
}
