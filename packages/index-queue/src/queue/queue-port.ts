/** Where a job stands. `waiting` includes those of a queue that is paused. */
export type JobState = 'waiting' | 'delayed' | 'active' | 'completed' | 'failed';

/** A job to be added. */
export interface NewJob {
  /** Neither a whole number nor with a colon. */
  readonly id: string;
  /** The job itself, as the text of a JSON value. */
  readonly json: string;
}

/** A job as the queue has it. */
export interface StoredJob extends NewJob {
  readonly state: JobState;
  /** What the last try ended with, of a job that is completed. */
  readonly result: unknown;
  /** Why the last try failed, where one did. */
  readonly reason: string | undefined;
  /** Tries that ended with `done`, `failed` or `dead`. */
  readonly endedTries: number;
}

/** How many jobs stand where, at one moment. */
export type JobCounts = Readonly<Record<JobState, number>>;

/**
 * What became of a try.
 *
 * - `done`: the job is completed; `result` is small, plain data.
 * - `failed`: it is tried again after a while, until its tries are used up; then it is failed.
 * - `dead`: it is failed at once.
 * - `later`: it is delayed, which is not a try.
 * - `back`: it waits again, which is not a try.
 * - `pause`: the same, and no worker takes a job of this queue for so long.
 */
export type JobOutcome =
  | { readonly kind: 'done'; readonly result: object }
  | { readonly kind: 'failed' | 'dead'; readonly reason: string }
  | { readonly kind: 'later' | 'pause'; readonly ms: number }
  | { readonly kind: 'back' };

/** Does a job. `signal` aborts when the worker stops, or when the job has been given to another one. */
export type JobHandler = (job: NewJob, options: { readonly signal: AbortSignal }) => Promise<JobOutcome>;

/** How a worker works. */
export interface WorkOptions {
  /** Jobs at a time. */
  readonly concurrency: number;
  /** Which worker did a job, for those who look at the queue. */
  readonly workerName: string;
  /** A job whose worker has not been heard of for so long is given to another one. Renewed while the job is done. */
  readonly lockMs: number;
  /** How often workers look for such jobs. */
  readonly stalledCheckMs: number;
  /** How often a job may lose its worker before it is failed. */
  readonly maxLostWorkers: number;
  /** Receives what goes wrong between jobs, such as a lost connection. The worker goes on. */
  readonly onError: (error: unknown) => void;
}

/** A worker that takes jobs until it is stopped. */
export interface JobWorker {
  /** Takes no further job, and resolves when those under way have ended; their signals abort after `graceMs`. */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** A queue of jobs that outlives its programs. */
export interface JobQueue {
  /** Adds jobs, together; one whose id the queue knows is left as it is. */
  add(jobs: readonly NewJob[]): Promise<void>;
  counts(): Promise<JobCounts>;
  /** Ids of the jobs that wait, are delayed or are under way. None is missed because it goes from one of these to another meanwhile. */
  unfinishedIds(): Promise<readonly string[]>;
  /** Ids of the jobs that are completed or failed. */
  finishedIds(state: 'completed' | 'failed'): Promise<readonly string[]>;
  find(id: string): Promise<StoredJob | undefined>;
  /** Replaces the text of a job, whatever its state. Returns whether the queue has the job. */
  replace(job: NewJob): Promise<boolean>;
  /** Has a failed job wait again, with all its tries. One that is not failed is left as it is. */
  retry(id: string): Promise<void>;
  /** Forgets a job, unless it is under way. */
  remove(id: string): Promise<void>;
  work(handler: JobHandler, options: WorkOptions): JobWorker;
}

/** The four queues that indexing needs. What holds them ends with {@link QueuePort.close}. */
export interface QueuePort {
  /** Documents to be indexed, some in each job. */
  readonly units: JobQueue;
  /** The end of a run, one job each. */
  readonly finishes: JobQueue;
  /** What is known of runs: jobs that no worker takes. */
  readonly records: JobQueue;
  /** Documents that could not be indexed: jobs that no worker takes. */
  readonly rejected: JobQueue;
  close(): Promise<void>;
}

/** Time, for tests to stand in for. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
