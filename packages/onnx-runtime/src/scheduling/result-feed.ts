/** A result that is on its way; settled once `outcome` is set. */
interface Entry {
  outcome?: { readonly value: Float32Array } | { readonly error: unknown };
}

/**
 * A bounded queue of promised results between one producer and one consumer, in the order they were pushed.
 *
 * Each promise is subscribed to once. (Racing every one against a common "failed" promise would leave a reaction on that
 * promise for each result, and memory would grow with the length of a stream.)
 */
export class ResultFeed {
  readonly #capacity: number;
  readonly #entries: Entry[] = [];
  #failure: { readonly reason: unknown } | undefined;
  #isClosed = false;
  #wakeProducer: (() => void) | undefined;
  #wakeConsumer: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** True once `fail` was called: nothing more is wanted. */
  get isEnded(): boolean {
    return this.#failure !== undefined;
  }

  push(result: Promise<Float32Array>): void {
    const entry: Entry = {};
    this.#entries.push(entry);
    const settle = (outcome: NonNullable<Entry['outcome']>): void => {
      entry.outcome = outcome;
      if (entry === this.#entries[0]) this.#wakeConsumer?.();
    };
    result.then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    );
  }

  /** Resolves once a further result may be pushed: to true, or to false when none is wanted any more. */
  async hasRoom(): Promise<boolean> {
    while (this.#entries.length >= this.#capacity && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.#wakeProducer = resolve;
      });
    }
    return !this.isEnded;
  }

  /** The next result in order; `undefined` after the last one. Rejects as soon as the feed has failed. */
  async next(): Promise<Float32Array | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const outcome = this.#entries[0]?.outcome;
      if (outcome !== undefined) {
        this.#entries.shift();
        this.#wakeProducer?.();
        if ('error' in outcome) throw outcome.error;
        return outcome.value;
      }
      if (this.#entries.length === 0 && this.#isClosed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    }
  }

  /** No more results will be pushed. */
  close(): void {
    this.#isClosed = true;
    this.#wakeConsumer?.();
  }

  /** Ends the feed: the consumer gets `reason`, the producer learns that nothing more is wanted. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wakeProducer?.();
    this.#wakeConsumer?.();
  }
}
