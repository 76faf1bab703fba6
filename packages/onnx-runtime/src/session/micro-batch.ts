/** What sequences must have in common to run together. */
export interface RunSettings {
  /** Values of the graph's scalar inputs; absent when it has none. */
  readonly scalarInputs?: Readonly<Record<string, number>>;
  /** Name of the reduction; absent for the one without a name. */
  readonly reduction?: string | undefined;
  /** Fills the places behind shorter sequences. @default 0 */
  readonly padTokenId?: number;
}

/** Sequences that run together, without padding, ready to cross threads in one piece. */
export interface MicroBatch extends RunSettings {
  /** Ids of all sequences, one behind the other: `[sum of lengths]`. */
  readonly inputIds: Int32Array;
  /** Type ids alike; absent when all are 0. */
  readonly tokenTypeIds?: Uint8Array;
  /** Tokens of each sequence: `[batch]`. */
  readonly lengths: Uint32Array;
  /** Tokens of each sequence from the left that others may look at: `[batch]`; absent when all are. */
  readonly attendedLengths?: Uint32Array;
}

/** Results of a micro-batch, one behind the other. */
export interface ReducedBatch {
  readonly values: Float32Array;
  /** How many values belong to each sequence: `[batch]`. */
  readonly lengths: Uint32Array;
}
