import { untilAborted } from '@x/core';

import type {
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
} from '../queue/queue-port.ts';

interface MemoryJob {
  json: string;
  state: JobState;
  result: unknown;
  reason: string | undefined;
  endedTries: number;
  /** The time at which a delayed job becomes waiting. */
  due: number;
}

interface Treatment {
  readonly clock: Clock;
  readonly tries?: number;
  readonly backoffMs?: number;
  readonly keepCompleted?: number;
}

/** A job queue in memory for tests. It follows the rules of {@link JobQueue}, but has no database and loses no workers. */
class MemoryQueue implements JobQueue {
  readonly #jobs = new Map<string, MemoryJob>();
  readonly #treatment: Required<Treatment>;
  readonly #wakers = new Set<() => void>();
  #pausedUntil = 0;

  constructor({ clock, tries = 3, backoffMs = 10, keepCompleted = 100 }: Treatment) {
    this.#treatment = { clock, tries, backoffMs, keepCompleted };
  }

  async add(jobs: readonly NewJob[]): Promise<void> {
    const fresh = { state: 'waiting', result: undefined, reason: undefined, endedTries: 0, due: 0 } as const;
    for (const { id, json } of jobs) if (!this.#jobs.has(id)) this.#jobs.set(id, { json, ...fresh });
    this.#wake();
  }

  async counts(): Promise<JobCounts> {
    const counts = { waiting: 0, delayed: 0, active: 0, completed: 0, failed: 0 };
    for (const { state } of this.#jobs.values()) counts[state]++;
    return counts;
  }

  async unfinishedIds(): Promise<readonly string[]> {
    return this.#ids('waiting', 'delayed', 'active');
  }

  async finishedIds(state: 'completed' | 'failed'): Promise<readonly string[]> {
    return this.#ids(state);
  }

  async find(id: string): Promise<StoredJob | undefined> {
    const job = this.#jobs.get(id);
    if (job === undefined) return undefined;
    const { json, state, result, reason, endedTries } = job;
    return { id, json, state, result, reason, endedTries };
  }

  async replace({ id, json }: NewJob): Promise<boolean> {
    const job = this.#jobs.get(id);
    if (job !== undefined) job.json = json;
    return job !== undefined;
  }

  async retry(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    if (job?.state !== 'failed') return;
    Object.assign(job, { state: 'waiting', endedTries: 0, reason: undefined });
    this.#wake();
  }

  async remove(id: string): Promise<void> {
    if (this.#jobs.get(id)?.state !== 'active') this.#jobs.delete(id);
  }

  work(handler: JobHandler, { concurrency }: WorkOptions): JobWorker {
    const stopping = new AbortController();
    const giveUp = new AbortController();
    const loops = Array.from({ length: concurrency }, async () => {
      while (!stopping.signal.aborted) {
        const id = this.#take();
        if (id === undefined) await this.#wait(stopping.signal);
        else await this.#do(id, handler, giveUp.signal);
      }
    });
    return {
      stop: async ({ graceMs }) => {
        stopping.abort();
        this.#wake();
        const ended = Promise.all(loops);
        void this.#treatment.clock.sleep(graceMs).then(() => giveUp.abort(new Error('The worker stops.')));
        await ended;
      },
    };
  }

  #ids(...states: readonly JobState[]): string[] {
    return [...this.#jobs].filter(([, { state }]) => states.includes(state)).map(([id]) => id);
  }

  #take(): string | undefined {
    const now = this.#treatment.clock.now();
    if (now < this.#pausedUntil) return undefined;
    for (const job of this.#jobs.values()) if (job.state === 'delayed' && job.due <= now) job.state = 'waiting';
    const [id] = this.#ids('waiting');
    if (id !== undefined) this.#jobs.get(id)!.state = 'active';
    return id;
  }

  async #do(id: string, handler: JobHandler, signal: AbortSignal): Promise<void> {
    const job = this.#jobs.get(id)!;
    let outcome: JobOutcome;
    try {
      outcome = await untilAborted(handler({ id, json: job.json }, { signal }), signal);
    } catch (error) {
      outcome = signal.aborted ? { kind: 'back' } : { kind: 'failed', reason: String(error) };
    }
    this.#settle(job, outcome);
    this.#wake();
  }

  #settle(job: MemoryJob, outcome: JobOutcome): void {
    const { clock, tries, backoffMs, keepCompleted } = this.#treatment;
    switch (outcome.kind) {
      case 'done': {
        Object.assign(job, { state: 'completed', result: outcome.result, endedTries: job.endedTries + 1 });
        const completed = this.#ids('completed');
        for (const old of completed.slice(0, Math.max(0, completed.length - keepCompleted))) this.#jobs.delete(old);
        return;
      }
      case 'dead':
        Object.assign(job, { state: 'failed', endedTries: job.endedTries + 1, reason: outcome.reason });
        return;
      case 'failed': {
        job.endedTries++;
        const state = job.endedTries < tries ? 'delayed' : 'failed';
        const due = clock.now() + backoffMs * 2 ** (job.endedTries - 1);
        Object.assign(job, { state, reason: outcome.reason, due });
        return;
      }
      case 'later':
        Object.assign(job, { state: 'delayed', due: clock.now() + outcome.ms });
        return;
      case 'pause':
        this.#pausedUntil = Math.max(this.#pausedUntil, clock.now() + outcome.ms);
        job.state = 'waiting';
        return;
      case 'back':
        job.state = 'waiting';
    }
  }

  /** Waits for a change, or a few milliseconds. */
  async #wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const woken = new Promise<void>((resolve) => this.#wakers.add(resolve));
    await Promise.race([woken, this.#treatment.clock.sleep(5)]);
  }

  #wake(): void {
    for (const waker of this.#wakers) waker();
    this.#wakers.clear();
  }
}

/** Creates the four queues in memory. */
export function memoryPort(treatment: Treatment): QueuePort {
  // Only completed units may be forgotten: the marks of closed and finished runs are completed jobs.
  const finishes = new MemoryQueue({ ...treatment, keepCompleted: 100 });
  const queues = { finishes, records: new MemoryQueue(treatment) };
  const units = new MemoryQueue(treatment);
  return { ...queues, units, rejected: new MemoryQueue(treatment), close: async () => {} };
}
