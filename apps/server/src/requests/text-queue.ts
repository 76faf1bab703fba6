import { RequestFailure } from '../request-failure.ts';

/** Counts the texts that are under way, and refuses more than there is room for. */
export class TextQueue {
  readonly #capacity: number;
  #held = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Texts that are under way or waiting. */
  get held(): number {
    return this.#held;
  }

  /** Runs `work` while `texts` places are held. @throws {RequestFailure} 429 when there are not as many. */
  async hold<T>(texts: number, work: () => Promise<T>): Promise<T> {
    // A request that is larger than the whole queue runs alone instead of never.
    if (this.#held > 0 && this.#held + texts > this.#capacity) {
      const message = `The server is busy: ${this.#held} texts are waiting, and there is room for ${this.#capacity}. Try again in a second.`;
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
