import { InvalidArgumentError, untilAborted } from '@x/core';
import type { Job, JobType, Queue } from 'bullmq';

import { type BullmqData, type BullmqParts, connectionOptions, queueError } from './bullmq-parts.ts';
import { startBullmqWorker } from './bullmq-worker.ts';
import { LostCalls } from './repeat-lost-calls.ts';
import type { JobCounts, JobHandler, JobQueue, JobWorker, NewJob, StoredJob, WorkOptions } from './queue-port.ts';

/**
 * The unfinished states in an order for backends that read one state after the other. A job that leaves a state before it is read is then found in a
 * state that is read later. Jobs of a paused queue are in `paused`, which the types of BullMQ lack.
 */
const unfinishedStates = ['active', 'delayed', 'waiting', 'paused', 'active', 'delayed'] as JobType[];

const countedStates = ['waiting', 'paused', 'delayed', 'active', 'completed', 'failed'] as JobType[];

/** Maximum jobs in a millisecond: the largest integer of PostgreSQL. */
const unreachedMaximum = 2 ** 31 - 1;

/** The `code` of BullMQ's error for a missing job. */
const missingJobCode = -1;

/** A BullMQ queue as a {@link JobQueue}. */
export class BullmqQueue implements JobQueue {
  readonly #parts: BullmqParts;
  readonly #queue: Queue;
  readonly #closing = new AbortController();
  /** Undefined for Redis, whose client repeats calls by itself. */
  readonly #lostCalls: LostCalls | undefined;

  constructor(parts: BullmqParts) {
    this.#parts = parts;
    if (parts.backend !== parts.bullmq.createRedisBackend) {
      this.#lostCalls = new LostCalls(parts.clock, this.#closing.signal);
    }
    const options = { ...connectionOptions(parts), streams: { events: { maxLen: 1000 } } };
    this.#queue = new parts.bullmq.Queue(parts.name, options, parts.backend);
    this.#queue.on('error', (error) => parts.onError(queueError(parts, 'connect', error)));
  }

  /** Connects to the database, once. Later calls wait for a lost database. */
  async open(): Promise<void> {
    await this.#callOnce('open', async () => this.#queue.waitUntilReady());
  }

  /** Disconnects. Calls that have not ended reject, because a pool of pg never answers them. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('it is closed'));
    await this.#queue.close().catch((error: unknown) => {
      throw queueError(this.#parts, 'close', error);
    });
  }

  async add(jobs: readonly NewJob[]): Promise<void> {
    for (const { id } of jobs) requireJobId(id);
    const { tries, backoffMs } = this.#parts;
    const backoff = { type: 'exponential', delay: backoffMs, jitter: 0.5 };
    const options = { attempts: tries, backoff, stackTraceLimit: 0 };
    const added = jobs.map(({ id, json }) => ({ name: 'job', data: { json }, opts: { jobId: id, ...options } }));
    await this.#call('add', async () => this.#queue.addBulk(added));
  }

  async counts(): Promise<JobCounts> {
    const counts = await this.#call('count', async () => this.#queue.getJobCounts(...countedStates));
    const { waiting = 0, paused = 0, delayed = 0, active = 0, completed = 0, failed = 0 } = counts;
    return { waiting: waiting + paused, delayed, active, completed, failed };
  }

  async unfinishedIds(): Promise<readonly string[]> {
    return this.#call('list', async () => this.#queue.getRanges(unfinishedStates, 0, -1, true));
  }

  async finishedIds(state: 'completed' | 'failed'): Promise<readonly string[]> {
    return this.#call('list', async () => this.#queue.getRanges([state], 0, -1, true));
  }

  async find(id: string): Promise<StoredJob | undefined> {
    return this.#call('find', async () => {
      // Reads the state first, so that a job that is read as completed has its result.
      const state = await this.#queue.getJobState(id);
      const job: Job<BullmqData> | undefined = await this.#queue.getJob(id);
      if (job === undefined || state === 'unknown') return undefined;
      return {
        id,
        json: job.data.json,
        state: isKnownState(state) ? state : 'waiting',
        result: job.returnvalue ?? undefined,
        reason: job.failedReason || undefined,
        endedTries: job.attemptsMade,
      };
    });
  }

  async replace({ id, json }: NewJob): Promise<boolean> {
    return this.#call('replace', async () => {
      // The update needs only the id. Reading the job first would cost a second request.
      const job = new this.#parts.bullmq.Job<BullmqData>(this.#queue, 'job', { json }, {}, id);
      try {
        await job.updateData({ json });
        return true;
      } catch (error) {
        if ((error as { code?: unknown }).code === missingJobCode) return false;
        throw error;
      }
    });
  }

  async retry(id: string): Promise<void> {
    await this.#call('retry', async () => {
      const job: Job | undefined = await this.#queue.getJob(id);
      if ((await job?.getState()) !== 'failed') return;
      await job?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    });
  }

  async remove(id: string): Promise<void> {
    await this.#call('remove', async () => this.#queue.remove(id));
  }

  work(handler: JobHandler, options: WorkOptions): JobWorker {
    const pauseFor = async (ms: number): Promise<void> => this.#call('pause', async () => this.#pauseFor(ms));
    return startBullmqWorker(this.#parts, { handler, options, pauseFor });
  }

  /** Stops all workers from taking jobs. A longer pause that another job has begun stays. */
  async #pauseFor(ms: number): Promise<void> {
    const remainingMs = await this.#queue.getRateLimitTtl(unreachedMaximum);
    if (ms <= Math.max(0, remainingMs)) return;
    // BullMQ stores a pause as a rate-limit counter above the maximum, which only queues with a maximum read. The maximum is set with the first pause,
    // because it costs PostgreSQL a lock and a write per job.
    await this.#queue.setGlobalRateLimit(unreachedMaximum, 1);
    // Redis rejects a time of 0 and fractions of a millisecond.
    await this.#queue.rateLimit(Math.ceil(ms));
  }

  /** Waits for a lost database. Each call that passes here has the same result when it is repeated, also after a call whose response was lost. */
  async #call<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
    return this.#callOnce(operation, async () => this.#lostCalls?.run(work) ?? work());
  }

  async #callOnce<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
    const { signal } = this.#closing;
    try {
      signal.throwIfAborted();
      return await untilAborted(work(), signal);
    } catch (error) {
      throw queueError(this.#parts, operation, error);
    }
  }
}

function isKnownState(state: string): state is StoredJob['state'] {
  return ['waiting', 'delayed', 'active', 'completed', 'failed'].includes(state);
}

function requireJobId(id: string): void {
  if (id !== '' && !id.includes(':') && `${Number.parseInt(id, 10)}` !== id) return;
  throw new InvalidArgumentError({
    parameter: 'id',
    value: id,
    expected: 'a non-empty string without colons that is not an integer',
  });
}
