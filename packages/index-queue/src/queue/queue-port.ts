/** The state of a job. `waiting` includes the jobs of a paused queue. */
export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed';

/** A job to add. */
export interface NewJob {
  /** Must not be an integer, and must not contain a colon. */
  readonly id: string;
  /** The job itself as JSON text. */
  readonly json: string;
}

/** A job as stored in the queue. */
export interface StoredJob extends NewJob {
  readonly state: JobState;
  /** The result of a completed job. */
  readonly result: unknown;
  /** The reason of the last failed attempt; undefined when none failed. */
  readonly reason: string | undefined;
  /** Number of attempts that ended with `done`, `failed` or `dead`. */
  readonly endedTries: number;
}

/** The number of jobs in each state at one moment. */
export type JobCounts = Readonly<Record<JobState, number>>;

/**
 * The outcome of an attempt.
 *
 * - `done`: the job is completed; `result` is small, plain data.
 * - `failed`: the job is retried after a delay until its attempts are used up; then it fails.
 * - `dead`: the job fails immediately.
 * - `later`: the job is delayed by `ms`. This does not count as an attempt.
 * - `back`: the job is waiting again. This does not count as an attempt.
 * - `pause`: like `back`, and no worker takes a job of this queue for `ms`. A longer pause that another job has begun stays.
 */
export type JobOutcome =
  | { readonly kind: 'done'; readonly result: object }
  | { readonly kind: 'failed' | 'dead'; readonly reason: string }
  | { readonly kind: 'later' | 'pause'; readonly ms: number }
  | { readonly kind: 'back' };

/** Executes a job. `signal` aborts when the worker stops, or when the job was given to another worker. What a handler returns after that is ignored. */
export type JobHandler = (job: NewJob, options: { readonly signal: AbortSignal }) => Promise<JobOutcome>;

/** Options of a worker. */
export interface WorkOptions {
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** Name of the worker, to identify it in the queue. */
  readonly workerName: string;
  /** Lock duration in milliseconds. The worker renews the lock during a job. When it expires, another worker gets the job. */
  readonly lockMs: number;
  /** Milliseconds between two checks for expired locks. */
  readonly stalledCheckMs: number;
  /** Number of workers that may be lost during one job before the job fails. */
  readonly maxLostWorkers: number;
  /** Receives errors between jobs, such as a lost connection. The worker continues. */
  readonly onError: (error: unknown) => void;
}

/** A worker that takes jobs until it is stopped. */
export interface JobWorker {
  /** Takes no further jobs, and resolves when the active jobs have ended. Their signals abort after `graceMs`. */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** A persistent queue of jobs. */
export interface JobQueue {
  /** Adds jobs in one call. A job whose id exists is not changed. */
  add(jobs: readonly NewJob[]): Promise<void>;
  counts(): Promise<JobCounts>;
  /** Returns the ids of waiting, delayed and active jobs. A job that changes state during the call is not missed. */
  unfinishedIds(): Promise<readonly string[]>;
  /** Returns the ids of completed or failed jobs. */
  finishedIds(state: 'completed' | 'failed'): Promise<readonly string[]>;
  find(id: string): Promise<StoredJob | undefined>;
  /** Replaces the JSON of a job in any state. Returns whether the job exists. */
  replace(job: NewJob): Promise<boolean>;
  /** Makes a failed job waiting again, with all its attempts. Changes no other job. */
  retry(id: string): Promise<void>;
  /** Removes a job unless it is active. */
  remove(id: string): Promise<void>;
  work(handler: JobHandler, options: WorkOptions): JobWorker;
}

/** The four queues that indexing needs. {@link QueuePort.close} releases their connections. */
export interface QueuePort {
  /** Documents to index, several per job. */
  readonly units: JobQueue;
  /** The finishing of runs, one job per run. */
  readonly finishes: JobQueue;
  /** Records of runs. No worker takes these jobs. */
  readonly records: JobQueue;
  /** Documents that could not be indexed. No worker takes these jobs. */
  readonly rejected: JobQueue;
  close(): Promise<void>;
}

/** A clock that tests can replace. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds. Rejects with the signal's reason when the signal aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
