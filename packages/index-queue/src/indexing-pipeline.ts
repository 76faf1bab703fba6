import type { PointId } from '@x/core';

/** A document that a pipeline could not index. */
export interface DocumentFailure {
  readonly id: PointId;
  /** Index among the documents of the call. */
  readonly index: number;
  /** The stage that failed, for example `embed`. */
  readonly stage: string;
  readonly error: unknown;
}

/** The result of a pipeline for the documents of one call. */
export interface PipelineReport {
  readonly indexed: number;
  readonly unchanged: number;
  /** Documents that a later run has already written. */
  readonly superseded: number;
  readonly passages: number;
  readonly failures: readonly DocumentFailure[];
}

/** A document in the form that `SearchPipeline` of `@x/pipeline` takes. */
export interface IndexedDocument<Payload extends object = object> {
  readonly id: PointId;
  readonly payload: Payload;
}

/** The part of `SearchPipeline` of `@x/pipeline` that workers use. */
export interface IndexingPipeline<Payload extends object = object> {
  index(
    documents: Iterable<IndexedDocument<Payload>> | AsyncIterable<IndexedDocument<Payload>>,
    options: { readonly runId: number; readonly signal: AbortSignal; readonly onFailure: 'skip' },
  ): Promise<PipelineReport>;
  /** Removes the documents that no call of this run or a later run contained, and returns their number. */
  removeVanished(options: { readonly runId: number; readonly signal: AbortSignal }): Promise<number>;
}
