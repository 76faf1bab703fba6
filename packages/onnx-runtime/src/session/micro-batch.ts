/** Settings that sequences must share to run together. */
export interface RunSettings {
  /** Values of the graph's scalar inputs; absent when it has none. */
  readonly scalarInputs?: Readonly<Record<string, number>>;
  /** Name of the reduction; absent for the unnamed reduction. */
  readonly reduction?: string | undefined;
  /** Id of the padding token after shorter sequences. @default 0 */
  readonly padTokenId?: number;
}

/** Sequences that run together, stored without padding, so that they can be sent to another thread in one piece. */
export interface MicroBatch extends RunSettings {
  /** Ids of all sequences, concatenated: `[sum of lengths]`. */
  readonly inputIds: Int32Array;
  /** Type ids of all sequences, concatenated; absent when all are 0. */
  readonly tokenTypeIds?: Uint8Array;
  /** Number of tokens of each sequence: `[batch]`. */
  readonly lengths: Uint32Array;
  /** Number of leading tokens of each sequence that attention may see: `[batch]`; absent when it may see all. */
  readonly attendedLengths?: Uint32Array;
}

/** Results of a micro-batch, concatenated. */
export interface ReducedBatch {
  readonly values: Float32Array;
  /** Number of values of each sequence: `[batch]`. */
  readonly lengths: Uint32Array;
}
