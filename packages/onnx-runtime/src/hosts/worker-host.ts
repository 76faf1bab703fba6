import { Worker } from 'node:worker_threads';

import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import { createExitCells, guardExit } from './exit-guard.ts';
import type { Host } from './host.ts';
import { SessionLink } from './session-link.ts';
import { WorkerPeer } from './worker-peer.ts';

/** Data that a worker is started with. */
export interface WorkerData {
  /** Shared with the main thread: see `exit-guard.ts`. */
  readonly exitCells: Int32Array;
}

/**
 * Runs the session in a worker thread, so that the calling thread is never blocked.
 *
 * The worker is never terminated: tearing down a thread inside ONNX Runtime aborts the process. On disposal, the worker
 * finishes its work, frees the session and ends by itself.
 */
export class WorkerHost implements Host {
  readonly facts: SessionFacts;
  readonly #link: SessionLink;

  private constructor(facts: SessionFacts, link: SessionLink) {
    this.facts = facts;
    this.#link = link;
  }

  /**
   * Starts the worker and opens the model in it.
   *
   * @throws {InferenceError} when ONNX Runtime refuses the model, or the worker ends before the model is open.
   * @throws {UnsupportedExecutionProviderError} when no requested provider works.
   */
  static async open(options: RunnerOptions): Promise<WorkerHost> {
    const exitCells = createExitCells();
    const workerData: WorkerData = { exitCells };
    // Without the parent's execArgv: test runners and loaders add flags that a built file does not need.
    const worker = new Worker(new URL('./worker-entry.js', import.meta.url), { workerData, execArgv: [] });
    const link = new SessionLink(new WorkerPeer(worker, guardExit(exitCells)), options.model);
    return new WorkerHost(await link.open(options), link);
  }

  run(batch: MicroBatch): Promise<ReducedBatch> {
    return this.#link.run(batch);
  }

  dispose(): Promise<void> {
    return this.#link.end();
  }
}
