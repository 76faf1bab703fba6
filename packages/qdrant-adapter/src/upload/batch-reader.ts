import { SourceReader, untilAborted } from '@x/core';

import { countComponents } from './count-components.ts';
import type { Batch } from './cut-batch.ts';

/** Maximum vector components of a batch, which is embedded as a whole: 8 MiB as 32-bit floats. Its JSON size is limited later, after the checks. */
export const maxComponents: number = 2 ** 21;

/** Reads an (async) iterable in batches of at most `maxComponents`. It can close the source at any time, even during a read. */
export class BatchReader<Point> {
  readonly #source: SourceReader<Point>;
  readonly #batchSize: number;
  readonly #startAt: number;
  /** Number of points that were read from the source, including those that are skipped. */
  position = 0;
  /** The last point that was read, if it did not fit into its batch. */
  #held: Point | undefined;

  constructor(points: Iterable<Point> | AsyncIterable<Point>, batchSize: number, startAt: number) {
    this.#source = new SourceReader(points);
    this.#batchSize = batchSize;
    this.#startAt = startAt;
  }

  /** Returns the next batch, or undefined at the end. Rejects with the signal's reason even while the source has not answered. */
  async next(signal: AbortSignal): Promise<Batch<Point> | undefined> {
    signal.throwIfAborted();
    return untilAborted(this.#read(signal), signal);
  }

  /** Closes a source that was not read to its end. Never rejects. */
  async close(): Promise<void> {
    await this.#source.close();
  }

  async #read(signal: AbortSignal): Promise<Batch<Point> | undefined> {
    const points: Point[] = this.#held === undefined ? [] : [this.#held];
    let components = countComponents(this.#held);
    this.#held = undefined;
    while (points.length < this.#batchSize) {
      const step = this.#source.next();
      const { done, value } = 'then' in step ? await step : step;
      if (done === true) break;
      if (this.position++ >= this.#startAt) {
        components += countComponents(value);
        if (points.length > 0 && components > maxComponents) {
          this.#held = value;
          break;
        }
        points.push(value);
      }
      if (signal.aborted) return undefined;
    }
    const first = this.position - points.length - (this.#held === undefined ? 0 : 1);
    return points.length === 0 ? undefined : { first, points };
  }
}
