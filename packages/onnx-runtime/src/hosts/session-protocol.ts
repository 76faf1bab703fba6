import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import type { WireError } from './wire-error.ts';

/** Messages to the thread or process that a session lives in: first `open`, last `dispose`. */
export type Request =
  | { readonly type: 'open'; readonly options: RunnerOptions }
  | { readonly type: 'run'; readonly batch: MicroBatch }
  | { readonly type: 'dispose' };

/**
 * Messages from it: one answer per `open` and `run`, in order. `dispose` is answered by its end, and so is an `open` that failed,
 * after the error.
 */
export type Response =
  | { readonly type: 'ready'; readonly facts: SessionFacts }
  | { readonly type: 'result'; readonly result: ReducedBatch }
  | { readonly type: 'error'; readonly error: WireError };
