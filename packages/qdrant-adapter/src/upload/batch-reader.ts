import { untilAborted } from '@x/core';
import { countComponents } from './count-components.ts';
import type { Batch } from './cut-batch.ts';

/** Of one batch, which is embedded as a whole: 8 MiB as 32-bit floats. What it may take as JSON is looked at once it is checked. */
export const maxComponents: number = 2 ** 21;

/** Reads an (async) iterable batch by batch, each within `maxComponents`, and lets go of it whatever it is doing. */
export class BatchReader<Point> {
  readonly #iterator: Iterator<Point> | AsyncIterator<Point>;
  readonly #batchSize: number;
  readonly #startAt: number;
  #position = 0;
  /** The point that was read last, when its batch had no room for it. */
  #held: Point | undefined;
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
    const points: Point[] = this.#held === undefined ? [] : [this.#held];
    let components = countComponents(this.#held);
    this.#held = undefined;
    this.#state = 'reading';
    while (points.length < this.#batchSize) {
      let result: IteratorResult<Point>;
      try {
        const step = this.#iterator.next();
        // Waiting for what is there already would cost a turn for every point.
        result = 'then' in step ? await step : step;
      } catch (error) {
        // A source that throws has ended itself.
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
