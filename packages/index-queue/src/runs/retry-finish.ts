import type { JobOutcome, NewJob, QueuePort } from '../queue/queue-port.ts';

/** The job that finishes a run. After it is added, only the worker that does it writes it. */
export interface FinishJob {
  /** Whether the failed units of the run were retried. */
  readonly isRetried: boolean;
  /** Attempts since the queue's own delays became too long. */
  readonly lateTries?: number;
}

/** Attempts that the queue delays, each twice as long as the one before. Its next delay would be about a minute. */
const queueTries = 5;
const lateTries = 24 * 60;
const lateMs = 60_000;

/** Returns when to try again to finish a run: soon at first, and then each minute for a day. An outage may be long, but its end is noticed quickly. */
export async function retryFinish(
  { finishes }: QueuePort,
  { job, reason }: { readonly job: NewJob; readonly reason: string },
): Promise<JobOutcome> {
  const stored = await finishes.find(job.id);
  if (stored === undefined || stored.endedTries < queueTries) return { kind: 'failed', reason };
  const known = JSON.parse(stored.json) as FinishJob;
  const tries = (known.lateTries ?? 0) + 1;
  const isLast = tries >= lateTries;
  await finishes.replace({ id: job.id, json: JSON.stringify({ ...known, lateTries: isLast ? 0 : tries }) });
  return isLast ? { kind: 'dead', reason } : { kind: 'later', ms: lateMs };
}
