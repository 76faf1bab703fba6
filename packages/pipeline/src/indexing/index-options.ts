import type { OptionKinds, PointId } from '@x/core';

import type { IndexProgress } from './index-report.ts';

/** A document to be found later. */
export interface PipelineDocument<Payload extends object> {
  /**
   * An unsigned 64-bit integer, a UUID, or any other text, such as a path; a document with the id of an earlier one replaces it. The text '1' is
   * another id than the number 1. Hits have the id as it is given here; its point has the one that `pointIdOf` gives.
   */
  readonly id: PointId;
  /** Kept beside the vector and returned with every hit. */
  readonly payload: Payload;
}

/** Options of `SearchPipeline.index`. */
export interface IndexOptions {
  /** Passages that are embedded and stored together. @default 64 */
  readonly batchSize?: number;
  /** Removes documents of earlier runs that this run's source did not have. @default false */
  readonly removeVanished?: boolean;
  /**
   * Names the run, for several workers and for runs that overlap: a safe integer of at least 0, larger for a later run, such as the time of its start in
   * milliseconds. The run marks each document that it sees, and leaves alone what a run with a larger id wrote. With `removeVanished`, documents go that
   * bear no such mark or an earlier one: only where this one call is the whole run. Needs a `VersionedStore`. @default none
   */
  readonly runId?: number;
  /** What a document that cannot be indexed does: `stop` ends the run, `skip` is reported at the end. @default 'stop' */
  readonly onFailure?: 'stop' | 'skip';
  /** How many documents there are, where the source cannot say: for progress. */
  readonly total?: number;
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives an event per batch, with rate and time left. */
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Options of `SearchPipeline.removeVanished`. */
export interface RemoveVanishedOptions {
  /** The run that has ended: documents that neither it nor a later one saw are removed. */
  readonly runId: number;
  /** Cancels between calls of the store; what is left is removed when it is called again. */
  readonly signal?: AbortSignal;
}

export const removeVanishedKinds: OptionKinds<RemoveVanishedOptions> = { runId: 'number', signal: 'signal' };

export const indexOptionKinds: OptionKinds<IndexOptions> = {
  batchSize: 'number',
  removeVanished: 'boolean',
  runId: 'number',
  onFailure: 'text',
  total: 'number',
  signal: 'signal',
  onProgress: 'function',
};
