import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import type { WireError } from './wire-error.ts';

/** What a worker is started with. */
export interface WorkerData {
  readonly options: RunnerOptions;
  /** Shared with the main thread: see `exit-guard.ts`. */
  readonly exitCells: Int32Array;
}

/** Messages to the worker. */
export type Request = { readonly type: 'run'; readonly batch: MicroBatch } | { readonly type: 'dispose' };

/** Messages from the worker: `ready` or `error` once at the start, then one answer per `run`, in order. */
export type Response =
  | { readonly type: 'ready'; readonly facts: SessionFacts }
  | { readonly type: 'result'; readonly result: ReducedBatch }
  | { readonly type: 'error'; readonly error: WireError };
