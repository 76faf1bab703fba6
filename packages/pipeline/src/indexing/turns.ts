import { nextTurn } from '@x/core';

/** Milliseconds after which work gives way. The step that passes them, and the work of others in the turn, must end within 8 ms. */
const turnMs = 4;

/** The turns of one piece of long work: `if (turns.isSpent()) await turns.next()` before each of its short steps. */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  #start = performance.now();

  /** An aborted `signal` stops the work at its next turn. */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  isSpent(): boolean {
    return performance.now() - this.#start >= turnMs;
  }

  /** Resolves in a later turn of the event loop. Rejects with the signal's reason once it is aborted. */
  async next(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
    this.#start = performance.now();
  }
}
