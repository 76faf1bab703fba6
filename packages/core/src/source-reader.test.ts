import { getEventListeners } from 'node:events';

import { describe, expect, it } from 'vitest';

import { readUntilAborted, SourceReader } from './source-reader.ts';

async function listOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Yields 1 and 2, then never answers. Counts how often it is closed. */
function silentSource() {
  let read = 0;
  const source = {
    closed: 0,
    [Symbol.asyncIterator]: () => ({
      next: () => (read < 2 ? Promise.resolve({ done: false, value: ++read }) : new Promise<never>(() => {})),
      return: () => {
        source.closed++;
        return new Promise<never>(() => {});
      },
    }),
  };
  return source;
}

describe('readUntilAborted', () => {
  it('yields the items of lists, iterables and async iterables', async () => {
    for (const items of [[1, 2], new Set([1, 2]), readUntilAborted([1, 2], undefined)]) {
      expect(await listOf(readUntilAborted(items, undefined))).toEqual([1, 2]);
    }
  });

  it('rejects with the reason while the source is silent, closes it and leaves no listener', async () => {
    const source = silentSource();
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of readUntilAborted(source, controller.signal)) seen.push(item);
    })();
    await new Promise(setImmediate);
    controller.abort('stop');
    await expect(reading).rejects.toBe('stop');
    expect([seen, source.closed]).toEqual([[1, 2], 1]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('does not open the source with an aborted signal', async () => {
    const opened: string[] = [];
    const source = { [Symbol.iterator]: () => (opened.push('opened'), [1][Symbol.iterator]()) };
    await expect(listOf(readUntilAborted(source, AbortSignal.abort('stop')))).rejects.toBe('stop');
    expect(opened).toEqual([]);
  });

  it('rejects with the error of the source', async () => {
    const failing = (async function* () {
      yield 1;
      throw new Error('no such file');
    })();
    await expect(listOf(readUntilAborted(failing, undefined))).rejects.toThrow('no such file');
  });
});

describe('SourceReader', () => {
  it('closes a source that is not finished, and waits for it', async () => {
    let isClosed = false;
    const reader = new SourceReader(
      (async function* () {
        try {
          yield 1;
          yield 2;
        } finally {
          await Promise.resolve();
          isClosed = true;
        }
      })(),
    );
    await reader.next();
    await reader.close();
    expect(isClosed).toBe(true);
    await reader.close();
  });

  it('ignores the errors of closing', async () => {
    const source = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false as const, value: 1 }),
        return: () => {
          throw new Error('cannot close');
        },
      }),
    };
    const reader = new SourceReader(source);
    expect(reader.next()).toEqual({ done: false, value: 1 });
    await reader.close();
  });
});
