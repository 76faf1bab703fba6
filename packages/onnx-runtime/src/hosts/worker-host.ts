import { Worker } from 'node:worker_threads';

import type { MicroBatch, ReducedBatch } from '../session/micro-batch.ts';
import type { RunnerOptions, SessionFacts } from '../session/session-runner.ts';
import { createExitCells, guardExit } from './exit-guard.ts';
import type { Host } from './host.ts';
import { type Answer, WorkerLink } from './worker-link.ts';
import type { WorkerData } from './worker-protocol.ts';

/**
 * Runs the session in a worker thread of its own, so that the calling thread is never blocked.
 *
 * The worker is never terminated: tearing a thread down inside ONNX Runtime aborts the process. Disposing lets it finish,
 * free the session and end by itself.
 */
export class WorkerHost implements Host {
  readonly facts: SessionFacts;
  readonly #link: WorkerLink;

  private constructor(facts: SessionFacts, link: WorkerLink) {
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
    const workerData: WorkerData = { options, exitCells };
    // No execArgv of the parent: test runners and loaders put things there that a built file does not need.
    const worker = new Worker(new URL('./worker-entry.js', import.meta.url), { workerData, execArgv: [] });
    const link = new WorkerLink(worker, options.model, guardExit(exitCells));
    const answer = await link.nextAnswer();
    if (answer.type !== 'ready') throw outOfTurn(answer);
    return new WorkerHost(answer.facts, link);
  }

  async run(batch: MicroBatch): Promise<ReducedBatch> {
    const answer = await this.#link.request({ type: 'run', batch }, transferables(batch));
    if (answer.type !== 'result') throw outOfTurn(answer);
    return answer.result;
  }

  async dispose(): Promise<void> {
    await this.#link.end();
  }
}

function transferables({ inputIds, tokenTypeIds, lengths }: MicroBatch): ArrayBuffer[] {
  const arrays = [inputIds, lengths, ...(tokenTypeIds ? [tokenTypeIds] : [])];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

function outOfTurn({ type }: Answer): Error {
  return new Error(`This is a bug: the worker answered "${type}" out of turn.`);
}
