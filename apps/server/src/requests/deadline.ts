/**
 * Aborts when the client is gone or the time is up, whatever comes first, and leaves nothing behind when its request has ended.
 *
 * (`AbortSignal.timeout` would keep its timer until then, with two minutes' worth of requests in memory.)
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #client: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #onGone = (): void => this.#controller.abort(this.#client.reason);
  #isPast = false;

  constructor(client: AbortSignal, timeoutMs: number) {
    this.#client = client;
    client.addEventListener('abort', this.#onGone, { once: true });
    if (client.aborted) this.#onGone();
    this.#timer = setTimeout(() => {
      this.#isPast = !this.#controller.signal.aborted;
      this.#controller.abort(new DOMException(`The request took longer than ${timeoutMs} ms.`, 'TimeoutError'));
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the time was up before the client was gone. */
  get isPast(): boolean {
    return this.#isPast;
  }

  /** Idempotent. */
  end(): void {
    clearTimeout(this.#timer);
    this.#client.removeEventListener('abort', this.#onGone);
  }
}
