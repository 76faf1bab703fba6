/** Options of {@link ChangeFeed}. */
export interface ChangeFeedOptions {
  /** Least time between two changes that are mere progress, in milliseconds. @default 100 */
  readonly progressMs?: number;
  /** Milliseconds from any start. @default performance.now */
  readonly now?: () => number;
}

/** Tells followers that something has changed, without a queue: one who is slow hears once of several changes. */
export class ChangeFeed {
  readonly #waiting = new Set<() => void>();
  readonly #progressMs: number;
  readonly #now: () => number;
  #version = 0;
  #changedAt = -Infinity;

  constructor({ progressMs = 100, now = () => performance.now() }: ChangeFeedOptions = {}) {
    this.#progressMs = progressMs;
    this.#now = now;
  }

  /** Something is different now. */
  readonly changed = (): void => {
    this.#changedAt = this.#now();
    this.#version++;
    for (const wake of this.#waiting) wake();
  };

  /** Something went on: followers hear of it unless they have just heard of something. */
  readonly progressed = (): void => {
    if (this.#now() - this.#changedAt >= this.#progressMs) this.changed();
  };

  /** Gives a turn at once, then one after each change, until `signal` ends it. */
  async *follow(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    let seen: number | undefined;
    while (!signal.aborted) {
      if (seen === this.#version) {
        await this.#nextChange(signal);
      } else {
        seen = this.#version;
        yield;
      }
    }
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
