import { untilAborted } from '@x/core';

/** Points that go to the store together, and the position of the first of them in the whole upload. */
export interface Batch<Point> {
  readonly first: number;
  readonly points: readonly Point[];
}

/** Reads an (async) iterable batch by batch, and lets go of it whatever it is doing. */
export class BatchReader<Point> {
  readonly #iterator: Iterator<Point> | AsyncIterator<Point>;
  readonly #batchSize: number;
  readonly #startAt: number;
  #position = 0;
  #state: 'idle' | 'reading' | 'finished' = 'idle';

  constructor(points: Iterable<Point> | AsyncIterable<Point>, batchSize: number, startAt: number) {
    this.#iterator = Symbol.asyncIterator in points ? points[Symbol.asyncIterator]() : points[Symbol.iterator]();
    this.#batchSize = batchSize;
    this.#startAt = startAt;
  }

  /** The next batch, or undefined at the end; rejects with the signal's reason even while the source keeps silent. */
  async next(signal: AbortSignal): Promise<Batch<Point> | undefined> {
    signal.throwIfAborted();
    return untilAborted(this.#read(signal), signal);
  }

  /** Lets a source that was not read to its end close its file or cursor. Never rejects: something else has failed before. */
  async close(): Promise<void> {
    if (this.#state === 'finished') return;
    const wasReading = this.#state === 'reading';
    this.#state = 'finished';
    try {
      const closing = Promise.resolve(this.#iterator.return?.()).catch(() => {});
      // A source that is stuck would keep its own end waiting for ever.
      if (!wasReading) await closing;
    } catch {
      // A synchronous source may throw at once.
    }
  }

  async #read(signal: AbortSignal): Promise<Batch<Point> | undefined> {
    const points: Point[] = [];
    this.#state = 'reading';
    try {
      while (points.length < this.#batchSize) {
        const step = this.#iterator.next();
        // Waiting for what is there already would cost a turn for every point.
        const { done, value } = 'then' in step ? await step : step;
        if (done === true) {
          this.#state = 'finished';
          break;
        }
        if (this.#position++ >= this.#startAt) points.push(value);
        if (signal.aborted) return undefined;
      }
    } catch (error) {
      // A source that throws has ended itself.
      this.#state = 'finished';
      throw error;
    }
    if (this.#state === 'reading') this.#state = 'idle';
    return points.length === 0 ? undefined : { first: this.#position - points.length, points };
  }
}
