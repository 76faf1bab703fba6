import { untilAborted } from '@x/core';
import { countComponents } from './count-components.ts';
import type { Batch } from './cut-batch.ts';

/** Maximum vector components of a batch, which is embedded as a whole: 8 MiB as 32-bit floats. Its JSON size is limited later, after the checks. */
export const maxComponents: number = 2 ** 21;

/** Reads an (async) iterable in batches of at most `maxComponents`. It can close the source at any time, even during a read. */
export class BatchReader<Point> {
  readonly #iterator: Iterator<Point> | AsyncIterator<Point>;
  readonly #batchSize: number;
  readonly #startAt: number;
  #position = 0;
  /** The last point that was read, if it did not fit into its batch. */
  #held: Point | undefined;
  #state: 'idle' | 'reading' | 'finished' = 'idle';

  constructor(points: Iterable<Point> | AsyncIterable<Point>, batchSize: number, startAt: number) {
    this.#iterator = Symbol.asyncIterator in points ? points[Symbol.asyncIterator]() : points[Symbol.iterator]();
    this.#batchSize = batchSize;
    this.#startAt = startAt;
  }

  /** Returns the next batch, or undefined at the end. Rejects with the signal's reason even while the source has not answered. */
  async next(signal: AbortSignal): Promise<Batch<Point> | undefined> {
    signal.throwIfAborted();
    return untilAborted(this.#read(signal), signal);
  }

  /** Closes a source that was not read to its end, so that it can release its file or cursor. Never rejects, because another failure came first. */
  async close(): Promise<void> {
    if (this.#state === 'finished') return;
    const wasReading = this.#state === 'reading';
    this.#state = 'finished';
    try {
      const closing = Promise.resolve(this.#iterator.return?.()).catch(() => {});
      // A source that is stuck in a read would never finish its `return`.
      if (!wasReading) await closing;
    } catch {
      // A synchronous source may throw in `return`.
    }
  }

  async #read(signal: AbortSignal): Promise<Batch<Point> | undefined> {
    const points: Point[] = this.#held === undefined ? [] : [this.#held];
    let components = countComponents(this.#held);
    this.#held = undefined;
    this.#state = 'reading';
    while (points.length < this.#batchSize) {
      let result: IteratorResult<Point>;
      try {
        const step = this.#iterator.next();
        // Awaiting a synchronous result would cost one microtask per point.
        result = 'then' in step ? await step : step;
      } catch (error) {
        // An iterator that throws is finished.
        this.#state = 'finished';
        throw error;
      }
      const { done, value } = result;
      if (done === true) {
        this.#state = 'finished';
        break;
      }
      if (this.#position++ >= this.#startAt) {
        components += countComponents(value);
        if (points.length > 0 && components > maxComponents) {
          this.#held = value;
          break;
        }
        points.push(value);
      }
      if (signal.aborted) return undefined;
    }
    if (this.#state === 'reading') this.#state = 'idle';
    const first = this.#position - points.length - (this.#held === undefined ? 0 : 1);
    return points.length === 0 ? undefined : { first, points };
  }
}
