import type { Worker } from 'node:worker_threads';

import { InferenceError } from '@x/core';

import { fromWireError } from './wire-error.ts';
import type { Request, Response } from './worker-protocol.ts';

/** What a worker answers when nothing failed. */
export type Answer = Exclude<Response, { readonly type: 'error' }>;

interface Owed {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A worker and the answers that it owes, in order. However and whenever the worker ends, every one of them is settled.
 *
 * The worker keeps the process alive only while it owes something.
 */
export class WorkerLink {
  /** Resolves once the thread has ended, whether in peace or by an error. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #model: string;
  readonly #owed: Owed[] = [];
  #failure: InferenceError | undefined;

  /** `onEnd` is called as soon as the worker is known to do no more work; perhaps twice. */
  constructor(worker: Worker, model: string, onEnd: () => void) {
    this.#worker = worker;
    this.#model = model;
    worker.on('message', (response: Response) => this.#settle(response));
    worker.on('error', (cause) => {
      onEnd();
      this.#fail(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    });
    // Not events.once: it rejects when an error comes before the exit, and nobody may be waiting for it.
    this.ended = new Promise((resolve) => {
      worker.once('exit', (code) => {
        onEnd();
        this.#fail(`ended with code ${code}`);
        resolve();
      });
    });
  }

  /**
   * The worker's next answer, after those that are already owed.
   *
   * @throws {InferenceError} when the worker ends before it answers; other errors are its own.
   */
  nextAnswer(): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#worker.ref();
    return new Promise((resolve, reject) => this.#owed.push({ resolve, reject }));
  }

  /** Sends a request and resolves to its answer. `transfer` is lost to the caller. */
  request(request: Request, transfer: readonly ArrayBuffer[]): Promise<Answer> {
    this.#worker.postMessage(request, transfer);
    return this.nextAnswer();
  }

  /** Asks the worker to end, and resolves once it has. */
  async end(): Promise<void> {
    this.#worker.ref();
    const request: Request = { type: 'dispose' };
    this.#worker.postMessage(request, []);
    await this.ended;
  }

  #settle(response: Response): void {
    const owed = this.#owed.shift();
    if (this.#owed.length === 0) this.#worker.unref();
    if (response.type === 'error') owed?.reject(fromWireError(response.error, this.#model));
    else owed?.resolve(response);
  }

  #fail(how: string, cause?: unknown): void {
    const message = `its worker thread ${how}. Load the model again.`;
    this.#failure ??= new InferenceError({ model: this.#model, message, cause });
    for (const { reject } of this.#owed.splice(0)) reject(this.#failure);
  }
}
