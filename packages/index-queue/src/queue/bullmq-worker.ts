import { untilAborted } from '@x/core';
import type { Job, Worker } from 'bullmq';

import { describeFailure } from '../failures/describe-failure.ts';
import { type BullmqData, type BullmqParts, connectionOptions, queueError } from './bullmq-parts.ts';
import { closingMs, endsWithin } from './within.ts';
import type { JobHandler, JobOutcome, JobWorker, WorkOptions } from './queue-port.ts';

/** A handler with its options. */
interface Work {
  readonly handler: JobHandler;
  readonly options: WorkOptions;
  /** Stops all workers of the queue from taking jobs for this time. */
  readonly pauseFor: (ms: number) => Promise<void>;
}

const mostReasonCharacters = 500;

/** Starts a BullMQ worker that passes jobs to a handler. */
export function startBullmqWorker(parts: BullmqParts, work: Work): JobWorker {
  const { name, bullmq, keepCompleted } = parts;
  const { options, handler } = work;
  const worker = new bullmq.Worker<BullmqData, object>(
    name,
    // BullMQ passes a signal only to processors with three parameters.
    async (job, token, signal) => {
      const outcome = await attempt(handler, job, signal!);
      return settle({ parts, work, job, token: token!, outcome });
    },
    {
      ...connectionOptions(parts),
      name: options.workerName,
      concurrency: options.concurrency,
      lockDuration: options.lockMs,
      stalledInterval: options.stalledCheckMs,
      maxStalledCount: options.maxLostWorkers,
      removeOnComplete: { count: keepCompleted },
    },
    parts.backend,
  );
  const reportError = (error: unknown): void => options.onError(queueError(parts, 'work', error));
  worker.on('error', reportError);
  // Another worker has or will get the job, so what this worker writes from now on is too late.
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'The job was given to another worker.');
  });
  return {
    stop: async ({ graceMs }) => {
      const timer = setTimeout(() => worker.cancelAllJobs('The worker stops.'), graceMs);
      try {
        if (await endsWithin(graceMs + closingMs, worker.close())) return;
        abandon(worker, reportError);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Ends what a worker would do until its lost database is back: its own connection, and timers that would keep the process alive. */
function abandon(worker: Worker<BullmqData, object>, onError: (error: unknown) => void): void {
  // The connection that the worker shares with the queue stays open.
  worker.backend.close(true).catch(onError);
  // BullMQ has no method for these, because its own `close` ends them after the calls that wait for the database.
  const { lockManager, stalledCheckStopper } = worker as unknown as WorkerTimers;
  lockManager?.close().catch(onError);
  stalledCheckStopper?.();
}

interface WorkerTimers {
  readonly lockManager?: { close(): Promise<void> };
  readonly stalledCheckStopper?: () => void;
}

async function attempt(handler: JobHandler, job: Job<BullmqData>, signal: AbortSignal): Promise<JobOutcome> {
  try {
    // A handler that ignores its signal does not keep the worker from stopping.
    return await untilAborted(handler({ id: job.id ?? '', json: job.data.json }, { signal }), signal);
  } catch (error) {
    return signal.aborted ? { kind: 'back' } : { kind: 'failed', reason: describeFailure(error) };
  }
}

/** Reports the outcome of a job to BullMQ, which expects errors for most outcomes. */
async function settle({ parts: { bullmq }, work, job, token, outcome }: Settlement): Promise<object> {
  switch (outcome.kind) {
    case 'done':
      return outcome.result;
    case 'failed':
      throw new Error(asReason(outcome.reason));
    case 'dead':
      throw new bullmq.UnrecoverableError(asReason(outcome.reason));
    case 'later':
      await job.moveToDelayed(Date.now() + outcome.ms, token);
      throw new bullmq.DelayedError();
    case 'back':
      await job.moveToWait(token);
      throw new bullmq.WaitingError();
    case 'pause':
      await work.pauseFor(outcome.ms);
      throw new bullmq.RateLimitError();
  }
}

interface Settlement {
  readonly parts: BullmqParts;
  readonly work: Work;
  readonly job: Job<BullmqData>;
  readonly token: string;
  readonly outcome: JobOutcome;
}

/** Replaces NUL, which PostgreSQL cannot store in text, and truncates the reason. */
function asReason(reason: string): string {
  return reason.replaceAll('\0', ' ').slice(0, mostReasonCharacters);
}
