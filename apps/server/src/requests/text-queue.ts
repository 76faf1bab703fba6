import { RequestFailure } from '../request-failure.ts';

/** Counts the texts of running and waiting requests and refuses requests beyond its capacity. */
export class TextQueue {
  readonly #capacity: number;
  #held = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The number of texts in running and waiting requests. */
  get held(): number {
    return this.#held;
  }

  /** Runs `work` and holds `texts` queue slots until it ends. @throws {RequestFailure} 429 when fewer slots are free. */
  async hold<T>(texts: number, work: () => Promise<T>): Promise<T> {
    // A request larger than the whole queue runs alone, because otherwise it could never run.
    if (this.#held > 0 && this.#held + texts > this.#capacity) {
      const message = `The server is busy: the queue holds ${this.#held} of at most ${this.#capacity} texts. Try again in a second.`;
      throw new RequestFailure({ status: 429, message, retryAfterSeconds: 1 });
    }
    this.#held += texts;
    try {
      return await work();
    } finally {
      this.#held -= texts;
    }
  }
}
