import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { SessionFacts } from '../session/session-runner.ts';

/** Runs a session: in a worker thread, in a child process, or in the caller's own thread. */
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
  /** Ends the session by force, if the host can: pending runs fail with this reason, and `dispose` does not wait for them. */
  abandon?(reason: string): void;
}
