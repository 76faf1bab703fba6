import type { PointId } from '@x/core';

/** A document that a pipeline left out. */
export interface DocumentFailure {
  readonly id: PointId;
  /** Its place among the documents of the call. */
  readonly index: number;
  /** What was being done, e.g. `embed`. */
  readonly stage: string;
  readonly error: unknown;
}

/** What a pipeline did with the documents of one call. */
export interface PipelineReport {
  readonly indexed: number;
  readonly unchanged: number;
  /** Documents that a later run has written already. */
  readonly superseded: number;
  readonly passages: number;
  readonly failures: readonly DocumentFailure[];
}

/** A document as `SearchPipeline` of `@x/pipeline` takes it. */
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
  /** Removes the documents that no call of this run or a later one has had, and returns their number. */
  removeVanished(options: { readonly runId: number; readonly signal: AbortSignal }): Promise<number>;
}
