import type { Job } from 'bullmq';

import { type BullmqData, type BullmqParts, connectionOptions, queueError } from './bullmq-parts.ts';
import type { JobHandler, JobOutcome, JobWorker, WorkOptions } from './queue-port.ts';

/** A handler, and how it is to be called. */
interface Work {
  readonly handler: JobHandler;
  readonly options: WorkOptions;
  /** No worker of the queue takes a job for so long. */
  readonly pauseFor: (ms: number) => Promise<void>;
}

const mostReasonCharacters = 500;

/** Has BullMQ hand jobs to a handler. */
export function startBullmqWorker(parts: BullmqParts, work: Work): JobWorker {
  const { name, bullmq, keepCompleted } = parts;
  const { options, handler } = work;
  const worker = new bullmq.Worker<BullmqData, object>(
    name,
    // BullMQ gives a signal to processors with three parameters only.
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
  worker.on('error', (error) => options.onError(queueError(parts, 'work', error)));
  // Another worker has the job, or will: what this one writes from now on comes too late.
  worker.on('lockRenewalFailed', (ids) => {
    for (const id of ids) worker.cancelJob(id, 'The job was given to another worker.');
  });
  return {
    stop: async ({ graceMs }) => {
      const timer = setTimeout(() => worker.cancelAllJobs('The worker stops.'), graceMs);
      try {
        await worker.close();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function attempt(handler: JobHandler, job: Job<BullmqData>, signal: AbortSignal): Promise<JobOutcome> {
  try {
    return await handler({ id: job.id ?? '', json: job.data.json }, { signal });
  } catch (error) {
    return signal.aborted ? { kind: 'back' } : { kind: 'failed', reason: String(error) };
  }
}

/** Tells BullMQ what became of a job, in its own way: by errors. */
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

/** PostgreSQL stores no NUL in a text. */
function asReason(reason: string): string {
  return reason.replaceAll('\0', ' ').slice(0, mostReasonCharacters);
}
