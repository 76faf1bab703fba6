import type { OptionKinds, PointId } from '@x/core';

import type { IndexProgress } from './index-report.ts';

/** A document to be indexed. */
export interface PipelineDocument<Payload extends object> {
  /**
   * An unsigned 64-bit integer, a UUID, or any other text, such as a path. A document replaces an earlier one with the same id. The text '1' and the
   * number 1 are different ids. Hits contain the id as given here; the id of the stored point is the result of `pointIdOf`.
   */
  readonly id: PointId;
  /** Stored with the vector and returned with every hit. A plain object of plain data, as JSON can carry it; a `Date` is stored as its ISO text. */
  readonly payload: Payload;
}

/** Options of `SearchPipeline.index`. */
export interface IndexOptions {
  /** Number of passages that are embedded and stored together. @default 64 */
  readonly batchSize?: number;
  /** Removes documents of earlier runs that are not in the source of this run. @default false */
  readonly removeVanished?: boolean;
  /**
   * Identifies the run, for several workers and for overlapping runs: a safe integer of at least 0 that is larger for later runs, e.g. the start time
   * in milliseconds.
   * The run marks each document that it sees, and does not change what a run with a larger id wrote. With `removeVanished`, it removes documents
   * without a mark or with an older one. Combine the two only when this call is the whole run. Needs a `VersionedStore`. @default none
   */
  readonly runId?: number;
  /**
   * What happens when a document cannot be indexed: `stop` ends the run, `skip` continues without it and reports it in `failures`. A document fails
   * when it has no text or its payload is not plain data, or when it cannot be split, embedded or stored: the store reports an InvalidArgumentError, or status 400, 413 or 422. It
   * keeps its stored version, also with `removeVanished`. Documents that failed together are tried one by one.
   *
   * Other failures of a server, and of a model that cannot be used, end the run in both cases. The run also ends when the store
   * refuses 8 documents with the same message before it has stored or recognized one. @default 'stop'
   */
  readonly onFailure?: 'stop' | 'skip';
  /** Total number of documents, for progress, when the source is not an array. */
  readonly total?: number;
  /** Cancels between micro-batches, and while the source is silent; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Called after each batch, with the rate and the time left. */
  readonly onProgress?: (progress: IndexProgress) => void;
}

/** Options of `SearchPipeline.removeVanished`. */
export interface RemoveVanishedOptions {
  /** Id of the finished run. Documents that neither it nor a later run saw are removed. */
  readonly runId: number;
  /** Cancels between calls to the store. A further call removes the rest. */
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
