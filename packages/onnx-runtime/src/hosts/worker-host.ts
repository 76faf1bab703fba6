import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { InferenceError } from '@x/core';

import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import { createExitCells, guardExit } from './exit-guard.ts';
import type { Host } from './host.ts';
import { fromWireError } from './wire-error.ts';
import type { Request, Response, WorkerData } from './worker-protocol.ts';

interface PendingRun {
  readonly resolve: (result: ReducedBatch) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs the session in a worker thread of its own, so that the calling thread is never blocked.
 *
 * The worker keeps the process alive only while it has work, and is never terminated: tearing a thread down inside ONNX
 * Runtime aborts the process. Disposing lets it finish, free the session and end by itself.
 */
export class WorkerHost implements Host {
  readonly facts: SessionFacts;
  readonly #worker: Worker;
  readonly #model: string;
  // Answers come in the order of the requests.
  readonly #pending: PendingRun[] = [];
  readonly #undoExitGuard: () => void;
  readonly #ended: Promise<unknown>;
  #failure: Error | undefined;

  private constructor(worker: Worker, model: string, facts: SessionFacts, undoExitGuard: () => void) {
    this.facts = facts;
    this.#worker = worker;
    this.#model = model;
    this.#undoExitGuard = undoExitGuard;
    this.#ended = once(worker, 'exit').finally(undoExitGuard);
    worker.on('message', (response: Response) => this.#settle(response));
    worker.on('error', (cause) => this.#fail(cause));
    worker.on('exit', () => this.#fail(undefined));
    worker.unref();
  }

  /** Starts the worker and opens the model in it. */
  static async open(options: RunnerOptions): Promise<WorkerHost> {
    const exitCells = createExitCells();
    const undoExitGuard = guardExit(exitCells);
    const workerData: WorkerData = { options, exitCells };
    // No execArgv of the parent: test runners and loaders put things there that a built file does not need.
    const worker = new Worker(new URL('./worker-entry.js', import.meta.url), { workerData, execArgv: [] });
    try {
      const [response] = (await once(worker, 'message')) as [Response];
      if (response.type === 'ready') return new WorkerHost(worker, options.model, response.facts, undoExitGuard);
      throw response.type === 'error'
        ? fromWireError(response.error, options.model)
        : new Error('This is a bug: the worker answered before it was asked.');
    } catch (error) {
      undoExitGuard();
      throw error;
    }
  }

  run(batch: MicroBatch): Promise<ReducedBatch> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#worker.ref();
      this.#post({ type: 'run', batch }, transferables(batch));
    });
  }

  async dispose(): Promise<void> {
    if (this.#failure === undefined) {
      this.#worker.ref();
      this.#post({ type: 'dispose' });
    }
    await this.#ended;
  }

  #post(request: Request, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  #settle(response: Response): void {
    const run = this.#pending.shift();
    if (this.#pending.length === 0) this.#worker.unref();
    if (response.type === 'result') run?.resolve(response.result);
    if (response.type === 'error') run?.reject(fromWireError(response.error, this.#model));
  }

  #fail(cause: unknown): void {
    const message = 'its worker thread ended unexpectedly. Load the model again.';
    this.#failure ??= new InferenceError({ model: this.#model, message, cause });
    this.#undoExitGuard();
    for (const { reject } of this.#pending.splice(0)) reject(this.#failure);
  }
}

function transferables({ inputIds, tokenTypeIds, lengths }: MicroBatch): ArrayBuffer[] {
  const arrays = [inputIds, lengths, ...(tokenTypeIds ? [tokenTypeIds] : [])];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
