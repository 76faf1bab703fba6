/** Options of {@link ChangeFeed}. */
export interface ChangeFeedOptions {
  /** The minimum time between two progress notifications, in milliseconds. @default 100 */
  readonly progressMs?: number;
  /** Returns the current time in milliseconds. @default performance.now */
  readonly now?: () => number;
}

/** Notifies followers of changes without a queue. A slow follower gets one notification for several changes. */
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

  /** Notifies the followers of a change. */
  readonly changed = (): void => {
    this.#changedAt = this.#now();
    this.#version++;
    for (const wake of this.#waiting) wake();
  };

  /** Notifies the followers of progress, unless the last notification is too recent. */
  readonly progressed = (): void => {
    if (this.#now() - this.#changedAt >= this.#progressMs) this.changed();
  };

  /** Yields immediately, then after each change, until `signal` aborts. */
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
