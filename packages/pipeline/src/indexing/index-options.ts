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
  /** What a document that cannot be indexed does: `stop` ends the run, `skip` is reported at the end. @default 'stop' */
  readonly onFailure?: 'stop' | 'skip';
  /** How many documents there are, where the source cannot say: for progress. */
  readonly total?: number;
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives an event per batch, with rate and time left. */
  readonly onProgress?: (progress: IndexProgress) => void;
}

export const indexOptionKinds: OptionKinds<IndexOptions> = {
  batchSize: 'number',
  removeVanished: 'boolean',
  onFailure: 'text',
  total: 'number',
  signal: 'signal',
  onProgress: 'function',
};
