export { IndexQueue } from './index-queue.ts';
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
