import { AsyncLocalStorage } from 'node:async_hooks';
import { DisposedError } from '@x/core';

/** A call in progress, with the call whose function made it. */
interface RunningCall {
  readonly calls: RunningCalls;
  readonly outer: RunningCall | undefined;
  isRunning: boolean;
}

/** The call whose function is running: an embedder, a listener, the source of an upload, or a step of a store. */
const current = new AsyncLocalStorage<RunningCall | undefined>();

/**
 * The calls of a client in progress. After `close` it refuses further calls, and the calls in progress run to their end with all their requests. A call
 * that a call in progress makes is part of it. See docs/decisions/0125-qdrant-adapter-close-finishes-whole-calls.md.
 */
export class RunningCalls {
  /** Each resolves when its call has ended. */
  readonly #running = new Set<Promise<void>>();
  readonly #release: () => Promise<void>;
  #closing: Promise<void> | undefined;

  /** `release` frees the resources of the client when no call needs them any more. */
  constructor(release: () => Promise<void>) {
    this.#release = release;
  }

  /** Runs a call to its end. @throws {DisposedError} after `close`, unless a call in progress makes this one. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.requireOpen();
    const call: RunningCall = { calls: this, outer: current.getStore(), isRunning: true };
    let end!: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    // Before the work starts, because it may close the client at once.
    this.#running.add(ended);
    try {
      return await current.run(call, work);
    } finally {
      call.isRunning = false;
      this.#running.delete(ended);
      end();
    }
  }

  /** @throws {DisposedError} after `close`, unless a call in progress asks. */
  requireOpen(): void {
    if (this.#closing !== undefined && !this.#isInside()) throw new DisposedError({ resource: 'The QdrantClient' });
  }

  /** Refuses further calls, waits for those in progress, then releases the resources. Idempotent. A function of a call in progress does not wait. */
  async close(): Promise<void> {
    this.#closing ??= this.#end();
    if (!this.#isInside()) return this.#closing;
    // The call waits for its function, which would wait for the call. A failure reaches every other caller of close.
    this.#closing.catch(() => {});
  }

  async #end(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    await this.#release();
  }

  /** Returns true in a function of a call in progress, even when it belongs to another client in between. */
  #isInside(): boolean {
    for (let call = current.getStore(); call !== undefined; call = call.outer) {
      if (call.calls === this && call.isRunning) return true;
    }
    return false;
  }
}
