import type { Worker } from 'node:worker_threads';

import type { Peer, PeerListener } from './session-link.ts';
import type { Request, Response } from './session-protocol.ts';

/** A worker thread as a {@link Peer}. */
export class WorkerPeer implements Peer {
  readonly #worker: Worker;
  readonly #onIdleForGood: () => void;

  /** `onIdleForGood` is called as soon as the worker will do no more work. It may be called twice. */
  constructor(worker: Worker, onIdleForGood: () => void) {
    this.#worker = worker;
    this.#onIdleForGood = onIdleForGood;
  }

  send(request: Request): void {
    this.#worker.postMessage(request, transferables(request));
  }

  ref(): void {
    this.#worker.ref();
  }

  unref(): void {
    this.#worker.unref();
  }

  listen({ onResponse, onFailure, onEnd }: PeerListener): void {
    this.#worker.on('message', (response: Response) => onResponse(response));
    this.#worker.on('error', (cause) => {
      this.#onIdleForGood();
      const message = cause instanceof Error ? cause.message : String(cause);
      onFailure(`its worker thread failed: ${message}. Load the model again.`, cause);
    });
    // events.once would reject when an error precedes the exit, and the rejection could be unhandled.
    this.#worker.once('exit', (code) => {
      this.#onIdleForGood();
      onFailure(`its worker thread ended with code ${code}. Load the model again.`);
      onEnd();
    });
  }
}

function transferables(request: Request): ArrayBuffer[] {
  if (request.type !== 'run') return [];
  const { inputIds, tokenTypeIds, lengths } = request.batch;
  const arrays = [inputIds, lengths, ...(tokenTypeIds ? [tokenTypeIds] : [])];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
