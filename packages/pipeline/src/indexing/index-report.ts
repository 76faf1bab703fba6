import type { PointId, ProgressEvent } from '@x/core';

/** A document that was left out of an index run. */
export interface IndexFailure {
  readonly id: PointId;
  /** Position in the source. */
  readonly index: number;
  /** What was being done: `text`, `chunk` or `embed`. */
  readonly stage: string;
  readonly error: unknown;
}

/** What an index run did. */
export interface IndexReport {
  /** Documents stored anew or again. */
  readonly indexed: number;
  /** Documents that were there already, unchanged. */
  readonly unchanged: number;
  /** Documents left as a run with a larger `runId` wrote them. */
  readonly superseded: number;
  /** Documents removed because the source no longer has them. */
  readonly removed: number;
  /** Passages stored: more than documents where these were divided. */
  readonly passages: number;
  /** Documents that were skipped, in the order of the source. */
  readonly failures: readonly IndexFailure[];
  readonly totalMs: number;
}

/** Progress of an index run. */
export interface IndexProgress extends ProgressEvent {
  /** Documents per second so far, unchanged ones included; 0 before the first. */
  readonly documentsPerSecond: number;
  /** Milliseconds left at that rate; absent while the total or the rate is unknown. */
  readonly remainingMs?: number;
}
