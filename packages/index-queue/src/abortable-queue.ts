import { untilAborted } from '@x/core';

import { IndexQueue } from './index-queue.ts';
import type { JobQueue } from './queue/queue-port.ts';
import { closingMs, endsWithin } from './queue/within.ts';

/**
 * Returns a queue whose calls reject with the signal's reason as soon as it aborts, even while the database does not respond. BullMQ repeats a call until
 * the database is back. A call that was rejected may still be applied. `add` gets two more seconds to end, because jobs that the caller does not count
 * would be added again.
 */
export function abortableQueue(queue: IndexQueue, signal: AbortSignal | undefined): IndexQueue {
  if (signal === undefined) return queue;
  const { name, port, clock } = queue;
  const jobs = (own: JobQueue): JobQueue => abortableJobs(own, signal);
  const parts = {
    units: jobs(port.units),
    finishes: jobs(port.finishes),
    records: jobs(port.records),
    rejected: jobs(port.rejected),
  };
  return new IndexQueue(name, { ...parts, close: () => port.close() }, clock);
}

function abortableJobs(jobs: JobQueue, signal: AbortSignal): JobQueue {
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    signal.throwIfAborted();
    return untilAborted(work(), signal);
  };
  const add: JobQueue['add'] = async (added) => {
    signal.throwIfAborted();
    const adding = jobs.add(added);
    await untilAborted(adding, signal).catch(async (reason: unknown) => {
      const isAdded = await endsWithin(closingMs, adding).catch(() => false);
      if (!isAdded) throw reason;
    });
  };
  return {
    add,
    counts: () => call(() => jobs.counts()),
    unfinishedIds: () => call(() => jobs.unfinishedIds()),
    finishedIds: (state) => call(() => jobs.finishedIds(state)),
    find: (id) => call(() => jobs.find(id)),
    replace: (job) => call(() => jobs.replace(job)),
    retry: (id) => call(() => jobs.retry(id)),
    remove: (id) => call(() => jobs.remove(id)),
    work: (handler, options) => jobs.work(handler, options),
  };
}
