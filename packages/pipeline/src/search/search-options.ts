import type { OptionKinds } from '@x/core';

/** Options of `SearchPipeline.search`. */
export interface SearchOptions {
  /** How many documents each retrieve stage finds; of documents that are divided, how many passages. @default 30, or 50 before a maxSim stage, or `topK` where that is more */
  readonly candidates?: number;
  /** How many hits to return. @default 10 */
  readonly topK?: number;
  /** A condition in the store's own language, passed through untouched. */
  readonly filter?: unknown;
  /**
   * Adds a sentence to each hit that says why it is where it is. The stages before a maxSim stage, which otherwise run within it, then run by
   * themselves first. @default false
   */
  readonly explain?: boolean;
  /**
   * Tells which parts of each hit the query's tokens matched best, for a pipeline with a maxSim stage. Costs one more
   * call of the store, which reads all token vectors of the hits: several times what the search itself takes.
   *
   * @default false
   */
  readonly matches?: boolean;
  /** Milliseconds after which the search rejects with a `TimeoutError`; of `searchMany`, each of them. @default none */
  readonly timeoutMs?: number;
  /** Cancels between stages and micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
}

export const searchOptionKinds: OptionKinds<SearchOptions> = {
  candidates: 'number',
  topK: 'number',
  // The store's to check.
  filter: 'any',
  explain: 'boolean',
  matches: 'boolean',
  timeoutMs: 'number',
  signal: 'signal',
};
