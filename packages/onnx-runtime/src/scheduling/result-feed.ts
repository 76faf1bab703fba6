/** A pushed result; settled once `outcome` is set. */
interface Entry {
  outcome?: { readonly value: Float32Array } | { readonly error: unknown };
}

/**
 * A bounded queue of promised results between one producer and one consumer, in the order of the pushes.
 *
 * Each promise is subscribed to once. Racing each against a common "failed" promise would add a reaction to that promise
 * for every result, and memory would grow with the length of the stream.
 */
export class ResultFeed {
  readonly #capacity: number;
  readonly #entries: Entry[] = [];
  #failure: { readonly reason: unknown } | undefined;
  #closure: { readonly failure?: unknown } | undefined;
  #wakeProducer: (() => void) | undefined;
  #wakeConsumer: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** True once no more results are needed. */
  get isEnded(): boolean {
    return this.#failure !== undefined || this.#closure !== undefined;
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

  /** Resolves to true once another result may be pushed, or to false when no more results are needed. */
  async hasRoom(): Promise<boolean> {
    while (this.#entries.length >= this.#capacity && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.#wakeProducer = resolve;
      });
    }
    return !this.isEnded;
  }

  /** Returns the next result in order. After the last one, returns `undefined` or rejects, as `close` says. Rejects as soon as the feed has failed. */
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
      if (this.#entries.length === 0 && this.#closure !== undefined) {
        if ('failure' in this.#closure) throw this.#closure.failure;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    }
  }

  /** Ends the feed after the results that were pushed: the consumer then gets `failure` if there is one. Only the first call counts. */
  close(failure?: unknown): void {
    this.#closure ??= failure === undefined ? {} : { failure };
    this.#wakeProducer?.();
    this.#wakeConsumer?.();
  }

  /** Ends the feed: the consumer gets `reason`, and the producer learns that no more results are needed. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wakeProducer?.();
    this.#wakeConsumer?.();
  }
}
