import type { PointId, ProgressEvent } from '@x/core';

/** A document that an index run skipped. */
export interface IndexFailure {
  readonly id: PointId;
  /** Index of the document in the source. */
  readonly index: number;
  /** Stage that failed: `text`, `chunk`, `embed` or `store`. */
  readonly stage: string;
  /**
   * A PipelineStageError, whose `cause` is the error of the chunker, model or store. In the stage `text`, an InvalidArgumentError, or what the option
   * `text` or a getter of the payload threw.
   */
  readonly error: unknown;
}

/** Result of an index run. */
export interface IndexReport {
  /** Number of documents that were stored, new or changed. */
  readonly indexed: number;
  /** Number of documents that were already stored and unchanged. */
  readonly unchanged: number;
  /** Number of documents that were not stored because a run with a larger `runId` wrote them. */
  readonly superseded: number;
  /** Number of documents removed because they are no longer in the source. */
  readonly removed: number;
  /** Number of stored passages; with a chunker, a document can have several. */
  readonly passages: number;
  /** Skipped documents, in source order. */
  readonly failures: readonly IndexFailure[];
  readonly totalMs: number;
}

/** Progress of an index run. */
export interface IndexProgress extends ProgressEvent {
  /** Documents per second so far, including unchanged ones; 0 before the first. */
  readonly documentsPerSecond: number;
  /** Milliseconds left at that rate; absent while the total or the rate is unknown. */
  readonly remainingMs?: number;
}
