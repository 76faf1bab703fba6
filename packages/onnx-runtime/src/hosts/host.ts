import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { SessionFacts } from '../session/session-runner.ts';

/** Where a session lives: in a worker thread, in a child process, or in the caller's own thread. */
export interface Host {
  readonly facts: SessionFacts;
  /**
   * Runs one micro-batch; runs do not overlap.
   *
   * @throws {SessionEndedError} when the session ended before it answered.
   */
  run(batch: MicroBatch): Promise<ReducedBatch>;
  /** Waits for pending runs, then frees the session. Called once. */
  dispose(): Promise<void>;
  /** Ends the session by force, where it can be: what it runs fails, with this reason, and `dispose` need not wait for it. */
  abandon?(reason: string): void;
}
