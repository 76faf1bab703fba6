import type { OptionKinds } from '@x/core';

/** Options of `SearchPipeline.search`. */
export interface SearchOptions {
  /**
   * Number of documents, or passages of split documents, that each retrieve stage finds. @default 30, or 50 before a maxSim stage; at least `topK`
   */
  readonly candidates?: number;
  /** Number of hits to return. @default 10 */
  readonly topK?: number;
  /** A filter in the store's own language, passed to the store unchanged. */
  readonly filter?: unknown;
  /**
   * Adds a sentence to each hit that explains its rank. The stages before a maxSim stage usually run within it; with `explain` they also run
   * separately. @default false
   */
  readonly explain?: boolean;
  /**
   * Adds the parts of each hit that the query's tokens matched best. Needs a maxSim stage. Costs one more call to the store, which reads all token
   * vectors of the hits and takes several times as long as the search.
   *
   * @default false
   */
  readonly matches?: boolean;
  /** Milliseconds after which the search rejects with a `TimeoutError`; in `searchMany`, for each search. @default none */
  readonly timeoutMs?: number;
  /** Cancels between stages and micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}

export const searchOptionKinds: OptionKinds<SearchOptions> = {
  candidates: 'number',
  topK: 'number',
  // Checked by the store.
  filter: 'any',
  explain: 'boolean',
  matches: 'boolean',
  timeoutMs: 'number',
  signal: 'signal',
};
