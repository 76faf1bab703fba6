import { nextTurn } from './next-turn.ts';

/** Options of {@link Turns}. */
export interface TurnsOptions {
  /** An aborted signal stops the work at its next turn. @default none */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of work per turn. With the last step and other work, a turn should end within 8 ms. @default 4 */
  readonly turnMs?: number;
}

/**
 * The turns of the event loop that one piece of long work takes: `if (turns.isSpent()) await turns.next()` between its short steps. Each `isSpent` reads
 * the clock, so call it after several steps when they take microseconds.
 */
export class Turns {
  readonly #signal: AbortSignal | undefined;
  readonly #turnMs: number;
  #start = performance.now();

  constructor({ signal, turnMs = 4 }: TurnsOptions = {}) {
    this.#signal = signal;
    this.#turnMs = turnMs;
  }

  /** Returns whether it is time for {@link Turns.next}. */
  isSpent(): boolean {
    return performance.now() - this.#start >= this.#turnMs;
  }

  /** Resolves in a later turn of the event loop. Rejects with the signal's reason once it is aborted. */
  async next(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
    this.#start = performance.now();
  }
}
