import { untilAborted } from './signals.ts';

/** Reads a list, an iterable or an async iterable item by item. Unlike a `for await` loop, it can close the source at any time, even during a read. */
export class SourceReader<Item> {
  readonly #iterator: Iterator<Item> | AsyncIterator<Item>;
  #state: 'idle' | 'reading' | 'finished' = 'idle';

  constructor(items: Iterable<Item> | AsyncIterable<Item>) {
    this.#iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  }

  /** Returns the next item. A synchronous source returns no promise, because awaiting each item would cost a microtask. */
  next(): IteratorResult<Item> | Promise<IteratorResult<Item>> {
    this.#state = 'reading';
    try {
      const step = this.#iterator.next();
      return 'then' in step ? this.#settle(step) : this.#note(step);
    } catch (error) {
      // An iterator that throws is finished.
      this.#state = 'finished';
      throw error;
    }
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

  async #settle(step: Promise<IteratorResult<Item>>): Promise<IteratorResult<Item>> {
    try {
      return this.#note(await step);
    } catch (error) {
      this.#state = 'finished';
      throw error;
    }
  }

  #note(result: IteratorResult<Item>): IteratorResult<Item> {
    if (this.#state === 'reading') this.#state = result.done === true ? 'finished' : 'idle';
    return result;
  }
}

/**
 * Yields the items of a source. Rejects with the signal's reason as soon as it aborts, even while the source has not answered, and closes the source
 * without waiting for it.
 *
 * @example
 * for await (const line of readUntilAborted(lines, signal)) await write(line);
 */
export async function* readUntilAborted<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  signal?.throwIfAborted();
  const reader = new SourceReader(items);
  try {
    while (true) {
      signal?.throwIfAborted();
      const step = reader.next();
      const { done, value } = 'then' in step ? await untilAborted(step, signal) : step;
      if (done === true) return;
      yield value;
    }
  } finally {
    await reader.close();
  }
}
