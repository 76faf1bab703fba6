import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import type { WireError } from './wire-error.ts';

/** Messages to the thread or process of a session. The first is `open`, the last `dispose`. */
export type Request =
  | { readonly type: 'open'; readonly options: RunnerOptions }
  | { readonly type: 'run'; readonly batch: MicroBatch }
  | { readonly type: 'dispose' };

/**
 * Messages from the thread or process of a session: one answer per `open` and `run`, in order. After `dispose`, it ends without
 * an answer. After a failed `open`, it sends the error and ends.
 */
export type Response =
  | { readonly type: 'ready'; readonly facts: SessionFacts }
  | { readonly type: 'result'; readonly result: ReducedBatch }
  | { readonly type: 'error'; readonly error: WireError };
