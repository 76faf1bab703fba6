/** One output of a graph for a micro-batch. `data` is valid only while the reduction runs: copy what is kept. */
export interface ModelOutput {
  readonly name: string;
  /** e.g. `[batch, tokens, hidden]`. */
  readonly dims: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** What a reduction sees of a micro-batch. */
export interface ReductionInput {
  /** In the graph's order. */
  readonly outputs: readonly ModelOutput[];
  /** Ids of all sequences, one behind the other and without padding: `[sum of lengths]`. */
  readonly inputIds: Int32Array;
  /** Tokens of each sequence without padding: `[batch]`. Padding stands on the right. */
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

/** What a module that is named by a {@link ReductionReference} exports. */
export interface ReductionModule {
  /** Makes the reduction from the reference's options. */
  readonly createReduction: (options: never) => Reduction;
}

/** Where to find a reduction: functions cannot cross threads, module addresses can. */
export interface ReductionReference {
  /** Address of an ES module that exports `createReduction`, e.g. `new URL('./pooling.js', import.meta.url).href`. */
  readonly module: string;
  /** Passed to `createReduction`; must be structured-cloneable. */
  readonly options?: unknown;
}
