import { RequestFailure } from '../request-failure.ts';

/** Counts the bytes of the bodies of all open requests and refuses bytes beyond its capacity. */
export class HeldBodies {
  readonly #capacity: number;
  readonly #bytes = new Map<Request, number>();
  #held = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Adds received bytes of a request. @throws {RequestFailure} 429 when fewer bytes are free. */
  take(request: Request, bytes: number): void {
    const own = this.#bytes.get(request) ?? 0;
    // A body larger than the whole capacity is received alone, because otherwise it could never be.
    if (this.#held > own && this.#held + bytes > this.#capacity) {
      const message = `The server is busy: the bodies of its open requests have ${this.#held} of at most ${this.#capacity} bytes. Try again in a second.`;
      throw new RequestFailure({ status: 429, message, retryAfterSeconds: 1 });
    }
    this.#bytes.set(request, own + bytes);
    this.#held += bytes;
  }

  /** Frees the bytes of an answered request. */
  release(request: Request): void {
    this.#held -= this.#bytes.get(request) ?? 0;
    this.#bytes.delete(request);
  }
}
