import type { Distance, PackedKind } from '../../requests/types/vector-types.ts';
import { CodeMaxSim } from './code-max-sim.ts';
import { ElementMaxSim } from './element-max-sim.ts';
import { isCodeKind } from './packed-rows.ts';
import { SimdCodeMaxSim } from './simd-code-max-sim.ts';
import { SimdElementMaxSim } from './simd-element-max-sim.ts';

/** What {@link PackedMaxSim} compares. */
export interface PackedMaxSimOptions {
  /** The query's rows, `[dimension]` each, prepared for the column: normalised where that is Cosine. */
  readonly query: readonly Float32Array[];
  readonly dimension: number;
  readonly kind: PackedKind;
  /** Codes are compared by dot products alone: by Cosine and Dot. */
  readonly distance: Distance;
}

/** MaxSim of one query against packed multivectors, one after the other. */
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

  /** The similarity, larger is better as in `SlotScorer`, of the query to the rows of one point. */
  similarity(bytes: Uint8Array): number {
    return this.#comparison.similarity(bytes);
  }
}
