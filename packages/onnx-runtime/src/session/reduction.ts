/** One output of a graph for a micro-batch. `data` is valid only while the reduction runs: copy the values you keep. */
export interface ModelOutput {
  readonly name: string;
  /** For example `[batch, tokens, hidden]`. */
  readonly dims: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** Input of a reduction: the outputs for one micro-batch. */
export interface ReductionInput {
  /** In the graph's order. */
  readonly outputs: readonly ModelOutput[];
  /** Ids of all sequences, concatenated without padding: `[sum of lengths]`. */
  readonly inputIds: Int32Array;
  /** Number of tokens of each sequence without padding: `[batch]`. Padding is on the right. */
  readonly lengths: Uint32Array;
  /** Padded length of the micro-batch in tokens. */
  readonly sequenceLength: number;
}

/**
 * Turns a micro-batch's raw outputs into one small result per sequence.
 *
 * Runs in the session's thread, so that hidden states (`[batch, tokens, hidden]`) never cross threads.
 */
export type Reduction = (input: ReductionInput) => readonly Float32Array[];

/** Exports of a module that a {@link ReductionReference} names. */
export interface ReductionModule {
  /** Creates the reduction from the reference's options. */
  readonly createReduction: (options: never) => Reduction;
}

/** Where to load a reduction from. Functions cannot be sent to other threads, but module addresses can. */
export interface ReductionReference {
  /** Address of an ES module that exports `createReduction`, e.g. `new URL('./pooling.js', import.meta.url).href`. */
  readonly module: string;
  /** Passed to `createReduction`; must be structured-cloneable. */
  readonly options?: unknown;
}
