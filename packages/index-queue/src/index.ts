export { type EnqueueOptions, enqueueDocuments, type EnqueueReport } from './enqueue/enqueue-documents.ts';
export { IndexQueue } from './index-queue.ts';
export type { DocumentFailure, IndexedDocument, IndexingPipeline, PipelineReport } from './indexing-pipeline.ts';
export { type IndexQueueOptions, openIndexQueue } from './open-index-queue.ts';
export type {
  Clock,
  JobCounts,
  JobHandler,
  JobOutcome,
  JobQueue,
  JobState,
  JobWorker,
  NewJob,
  QueuePort,
  StoredJob,
  WorkOptions,
} from './queue/queue-port.ts';
export { readRejected, type ReadRejectedOptions, type RejectedDocument } from './rejected/rejected-documents.ts';
export { finishRun, type FinishRunOptions } from './runs/finish-run.ts';
export { findNewestRun } from './runs/find-newest-run.ts';
export { hasRun } from './runs/has-run.ts';
export { prometheusMetrics } from './runs/prometheus-metrics.ts';
export type { DocumentCounts, RunReport } from './runs/run-report.ts';
export type { Progress, RunStatus, WorkerStatus } from './runs/run-status.ts';
export { watchRun, type WatchRunOptions } from './runs/watch-run.ts';
export type { ReadDocuments, UnitEvent } from './worker/index-unit.ts';
export { createIndexWorker, type IndexWorker, type IndexWorkerOptions } from './worker/index-worker.ts';
