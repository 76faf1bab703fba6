import type { JobCounts, JobOutcome, JobState, NewJob, StoredJob } from '@x/index-queue';

import type { VirtualTime } from './virtual-time.ts';

/** A process that may be lost. Its work then stops. */
export interface SimulatedProcess {
  isAlive: boolean;
}

/** A job as stored in the database. */
export interface TableJob extends StoredJob {
  json: string;
  state: JobState;
  result: unknown;
  reason: string | undefined;
  endedTries: number;
  owner: SimulatedProcess | undefined;
}

/** Retry and retention settings of the simulated queue, in the order attempts, backoff and kept jobs. */
const [tries, backoffMs, keepCompleted] = [8, 2000, 1000];
/** Number of taken jobs after which they are cut from the list of waiting jobs. */
const forgetAfter = 10_000;

/** The jobs of one queue, with the rules of BullMQ. */
export class JobTable {
  readonly #time: VirtualTime;
  readonly #jobs = new Map<string, TableJob>();
  readonly #counts = { waiting: 0, delayed: 0, active: 0, completed: 0, failed: 0 };
  readonly #completed: TableJob[] = [];
  /** Workers without a job. */
  readonly #idle: (() => void)[] = [];
  /** Waiting jobs in order. The first `#taken` of them were taken. */
  #waiting: TableJob[] = [];
  #taken = 0;
  #pausedUntil = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  get counts(): JobCounts {
    return { ...this.#counts };
  }

  find(id: string): TableJob | undefined {
    return this.#jobs.get(id);
  }

  ids(...states: readonly JobState[]): string[] {
    if (states.every((state) => this.#counts[state] === 0)) return [];
    const ids: string[] = [];
    for (const { id, state } of this.#jobs.values()) if (states.includes(state)) ids.push(id);
    return ids;
  }

  add({ id, json }: NewJob): void {
    if (this.#jobs.has(id)) return;
    const fresh = { result: undefined, reason: undefined, endedTries: 0, owner: undefined };
    const job: TableJob = { id, json, state: 'waiting', ...fresh };
    this.#jobs.set(id, job);
    this.#counts.waiting++;
    this.#offer(job);
  }

  remove(job: TableJob): void {
    this.#counts[job.state]--;
    this.#jobs.delete(job.id);
  }

  retry(job: TableJob): void {
    if (job.state !== 'failed') return;
    job.endedTries = 0;
    this.#move(job, 'waiting');
  }

  /** Takes the next job, or waits for one. In a lost process it waits forever. */
  async take(owner: SimulatedProcess): Promise<TableJob> {
    while (true) {
      if (this.#time.now < this.#pausedUntil) await this.#time.sleep(this.#pausedUntil - this.#time.now);
      else if (this.#taken === this.#waiting.length) await new Promise<void>((resolve) => this.#idle.push(resolve));
      else if (owner.isAlive) {
        const job = this.#waiting[this.#taken++]!;
        if (this.#taken === forgetAfter) {
          this.#waiting = this.#waiting.slice(this.#taken);
          this.#taken = 0;
        }
        if (job.state !== 'waiting') continue;
        this.#move(job, 'active');
        job.owner = owner;
        return job;
      } else {
        // This lost worker was woken for a job, so another worker must be woken.
        this.#idle.shift()?.();
        await new Promise(() => {});
      }
    }
  }

  /** Applies the outcome of an attempt to a job. */
  settle(job: TableJob, outcome: JobOutcome): void {
    switch (outcome.kind) {
      case 'done':
        job.result = outcome.result;
        this.#move(job, 'completed');
        this.#completed.push(job);
        if (this.#completed.length > keepCompleted) this.remove(this.#completed.shift()!);
        return;
      case 'dead':
      case 'failed': {
        job.reason = outcome.reason;
        job.endedTries++;
        if (outcome.kind === 'dead' || job.endedTries >= tries) this.#move(job, 'failed');
        else this.#delay(job, backoffMs * 2 ** (job.endedTries - 1));
        return;
      }
      case 'later':
        return this.#delay(job, outcome.ms);
      case 'pause':
        this.#pausedUntil = this.#time.now + outcome.ms;
        return this.#move(job, 'waiting');
      case 'back':
        return this.#move(job, 'waiting');
    }
  }

  /** Returns the job of a lost process to the queue when its lock expires. */
  release(job: TableJob, lockMs: number): void {
    const { owner } = job;
    this.#time.at(this.#time.now + lockMs, () => {
      if (job.state === 'active' && job.owner === owner) this.#move(job, 'waiting');
    });
  }

  #move(job: TableJob, state: JobState): void {
    this.#counts[job.state]--;
    this.#counts[state]++;
    job.state = state;
    if (state !== 'active') job.owner = undefined;
    if (state === 'waiting') this.#offer(job);
  }

  #offer(job: TableJob): void {
    this.#waiting.push(job);
    this.#idle.shift()?.();
  }

  #delay(job: TableJob, ms: number): void {
    this.#move(job, 'delayed');
    this.#time.at(this.#time.now + ms, () => {
      if (job.state === 'delayed') this.#move(job, 'waiting');
    });
  }
}
