import { describe, expect, it } from 'vitest';

import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import { enqueueDocuments } from '../index.ts';
import { readEnqueueRecord } from '../runs/run-records.ts';

/** A source that yields the items that it is given, until `'end'`. */
function slowSource() {
  const given: (number | 'end')[] = [];
  let wasClosed = false;
  let wake = (): void => {};
  async function* items(): AsyncGenerator<number> {
    try {
      while (true) {
        const item = given.shift();
        if (item === 'end') return;
        if (item === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else yield item;
      }
    } finally {
      wasClosed = true;
    }
  }
  const give = (...more: readonly (number | 'end')[]): void => {
    given.push(...more);
    wake();
  };
  return { items: items(), give, wasClosed: () => wasClosed };
}

const someTurns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
};

describe('enqueueDocuments from a slow source', () => {
  it('adds units that have waited for a second, before their group is complete', async () => {
    const { queue, clock } = memoryIndexQueue();
    const source = slowSource();
    const enqueued = enqueueDocuments(queue, source.items, { runId: 7, unitSize: 2 });
    const begun = clock.time;
    source.give(1, 2, 3, 4, 5);
    await someTurns();
    expect((await queue.port.units.counts()).waiting).toBe(2);
    expect(clock.time - begun).toBe(1000);
    source.give(6);
    await someTurns();
    expect((await queue.port.units.counts()).waiting).toBe(3);
    source.give('end');
    expect(await enqueued).toEqual({ runId: 7, items: 6, units: 3 });
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: true, items: 6, units: 3 });
  });

  it('adds units of a source that is never idle after a second', async () => {
    const { queue, clock } = memoryIndexQueue();
    const seen: number[] = [];
    async function* items(): AsyncGenerator<number> {
      for (let item = 0; item < 4; item++) {
        seen.push((await queue.port.units.counts()).waiting);
        clock.time += 600;
        yield item;
      }
    }
    await enqueueDocuments(queue, items(), { runId: 7, unitSize: 1 });
    expect(seen).toEqual([0, 0, 0, 3]);
  });

  it('has the same groups as from a fast source, so that a repeated call adds nothing', async () => {
    const { queue } = memoryIndexQueue();
    const { units } = queue.port;
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const source = slowSource();
    const enqueued = enqueueDocuments(queue, source.items, { runId: 7, unitSize: 1 });
    for (let from = 0; from < 300; from += 50) {
      source.give(...numbers.slice(from, from + 50));
      await someTurns();
    }
    source.give('end');
    await enqueued;
    for (const id of await units.unfinishedIds()) await units.remove(id);
    expect(await enqueueDocuments(queue, numbers, { runId: 7, unitSize: 1 })).toMatchObject({ units: 300 });
    expect((await units.counts()).waiting).toBe(0);
  });

  it('rejects as soon as its signal aborts, and closes the source when its read ends', async () => {
    const { queue } = memoryIndexQueue();
    const source = slowSource();
    const controller = new AbortController();
    const enqueued = enqueueDocuments(queue, source.items, { runId: 7, signal: controller.signal });
    await someTurns();
    controller.abort(new Error('enough'));
    await expect(enqueued).rejects.toThrow('enough');
    source.give(1);
    await someTurns();
    expect(source.wasClosed()).toBe(true);
  });

  it('rejects with the error of the source while units wait', async () => {
    const { queue } = memoryIndexQueue();
    async function* items(): AsyncGenerator<number> {
      yield 1;
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      throw new Error('the source is gone');
    }
    await expect(enqueueDocuments(queue, items(), { runId: 7, unitSize: 1 })).rejects.toThrow('the source is gone');
  });
});

it('gives way to the event loop after each unit of a source in memory', async () => {
  const { queue } = memoryIndexQueue();
  let turns = 0;
  let isEnqueueing = true;
  const count = (): void => {
    turns++;
    if (isEnqueueing) setImmediate(count);
  };
  setImmediate(count);
  await enqueueDocuments(
    queue,
    Array.from({ length: 200 }, (_, index) => index),
    { runId: 7, unitSize: 1 },
  );
  isEnqueueing = false;
  expect(turns).toBeGreaterThanOrEqual(200);
});
