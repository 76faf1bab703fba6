import { setImmediate } from 'node:timers/promises';

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import { enqueueDocuments } from '../index.ts';
import { readEnqueueRecord } from '../runs/run-records.ts';

const items = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function unitsIn({ port }: ReturnType<typeof memoryIndexQueue>['queue']): Promise<unknown[][]> {
  const ids = await port.units.unfinishedIds();
  return Promise.all(ids.map(async (id) => JSON.parse((await port.units.find(id))!.json) as unknown[]));
}

describe('enqueueDocuments', () => {
  it('adds units of the given size in order, and reports their number', async () => {
    const { queue } = memoryIndexQueue();
    expect(await enqueueDocuments(queue, items(10), { runId: 7, unitSize: 4 })).toEqual({
      runId: 7,
      items: 10,
      units: 3,
    });
    expect(await unitsIn(queue)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: true, items: 10, units: 3 });
  });

  it('records an empty source as complete', async () => {
    const { queue } = memoryIndexQueue();
    expect(await enqueueDocuments(queue, [], { runId: 7 })).toEqual({ runId: 7, items: 0, units: 0 });
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: true });
  });

  it('keeps every item in order, in units within both limits', async () => {
    const source = fc.array(fc.record({ id: fc.nat(), payload: fc.string({ unit: 'binary', maxLength: 30_000 }) }), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(source, fc.integer({ min: 1, max: 8 }), async (documents, unitSize) => {
        const { queue } = memoryIndexQueue();
        await enqueueDocuments(queue, documents, { runId: 1, unitSize });
        const ids = await queue.port.units.unfinishedIds();
        const jobs = await Promise.all(ids.map(async (id) => (await queue.port.units.find(id))!));
        // Equal units of a source become one job.
        const all = new Set(
          jobs.flatMap(({ json }) => (JSON.parse(json) as unknown[]).map((item) => JSON.stringify(item))),
        );
        expect(all).toEqual(new Set(documents.map((item) => JSON.stringify(item))));
        for (const { json } of jobs) {
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(64 * 1024);
          expect((JSON.parse(json) as unknown[]).length).toBeLessThanOrEqual(unitSize);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('adds nothing twice when it is repeated', async () => {
    const { queue } = memoryIndexQueue();
    for (let round = 0; round < 2; round++) await enqueueDocuments(queue, items(1000), { runId: 7, unitSize: 2 });
    expect((await queue.port.units.counts()).waiting).toBe(500);
  });

  it('does not add a unit again that was done and forgotten before the repeated call', async () => {
    const { queue } = memoryIndexQueue({ keepCompleted: 0 });
    async function* interrupted(): AsyncGenerator<number> {
      yield* items(1200);
      throw new Error('the source is gone');
    }
    const options = { runId: 7, unitSize: 2 };
    await expect(enqueueDocuments(queue, interrupted(), options)).rejects.toThrow('the source is gone');
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: false, units: 512 });
    const done = await queue.port.units.unfinishedIds();
    for (const id of done) await queue.port.units.remove(id);
    expect(await enqueueDocuments(queue, items(1200), options)).toMatchObject({ units: 600 });
    const added = await queue.port.units.unfinishedIds();
    expect(added).toHaveLength(88);
    expect(added.filter((id) => done.includes(id))).toEqual([]);
  });

  it('writes its progress record by time, not for each group', async () => {
    const { queue } = memoryIndexQueue();
    const replace = vi.spyOn(queue.port.records, 'replace');
    await enqueueDocuments(queue, items(2560), { runId: 7, unitSize: 1 });
    // The first note adds the record between two attempts to replace it. The last note replaces it. No time passes in between.
    expect(replace).toHaveBeenCalledTimes(3);
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: true, units: 2560 });
  });

  it('marks the run incomplete when a repeated call has other items', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, ['a', 'b'], { runId: 7, unitSize: 1 });
    async function* other(): AsyncGenerator<string> {
      yield* items(256).map(String);
      throw new Error('the source is gone');
    }
    await expect(enqueueDocuments(queue, other(), { runId: 7, unitSize: 1 })).rejects.toThrow('gone');
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: false });
  });

  it('leaves a complete run complete when a repeated call is interrupted', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, items(3), { runId: 7 });
    async function* interrupted(): AsyncGenerator<number> {
      yield 0;
      throw new Error('the source is gone');
    }
    await expect(enqueueDocuments(queue, interrupted(), { runId: 7 })).rejects.toThrow('gone');
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: true, items: 3, units: 1 });
  });

  it('counts the units that are being added when its signal aborts, so that none runs twice', async () => {
    const { queue } = memoryIndexQueue();
    const { signal, abort } = abortable();
    const add = queue.port.units.add.bind(queue.port.units);
    queue.port.units.add = async (jobs) => {
      abort();
      await setImmediate();
      await add(jobs);
    };
    await expect(enqueueDocuments(queue, items(600), { runId: 7, unitSize: 1, signal })).rejects.toThrow('enough');
    const { waiting } = await queue.port.units.counts();
    expect(waiting).toBeGreaterThan(0);
    expect(await readEnqueueRecord(queue.port, 7)).toMatchObject({ isWhole: false, units: waiting, items: waiting });
  });

  it('holds at most one group of an endless source, and waits while the queue is full', async () => {
    const { queue, clock } = memoryIndexQueue();
    const { signal, abort } = abortable();
    let read = 0;
    function* endless(): Generator<number> {
      while (true) yield read++;
    }
    clock.sleep = async () => {
      clock.sleeps.push(1);
      if (clock.sleeps.length === 5) abort();
      signal.throwIfAborted();
    };
    const options = { runId: 7, unitSize: 2, highWaterMark: 1000, signal };
    await expect(enqueueDocuments(queue, endless(), options)).rejects.toThrow('enough');
    expect((await queue.port.units.counts()).waiting).toBe(1024);
    expect(read).toBe(1024 * 2 + 512);
  });

  it('continues when the queue has room again', async () => {
    const { queue, clock } = memoryIndexQueue();
    clock.sleep = async () => {
      for (const id of await queue.port.units.unfinishedIds()) await queue.port.units.remove(id);
    };
    expect(await enqueueDocuments(queue, items(5000), { runId: 7, unitSize: 1, highWaterMark: 1 })).toMatchObject({
      units: 5000,
    });
  });

  it('rejects when too many units of the run have failed, and retries them in the next call', async () => {
    const { queue } = memoryIndexQueue({ tries: 1 });
    const { units } = queue.port;
    const options = { runId: 7, unitSize: 1, highWaterMark: 300 };
    const failing = units.work(async () => ({ kind: 'failed', reason: 'The store is down.' }), {
      concurrency: 1,
    } as never);
    const refused = enqueueDocuments(queue, items(5000), options);
    await expect(refused).rejects.toMatchObject({ code: 'QUEUE', queue: 'articles', operation: 'enqueue' });
    await expect(refused).rejects.toThrow(
      /^\d+ units of the run 7 failed in the queue "articles", so no more are added/,
    );
    await failing.stop({ graceMs: 0 });
    const { failed, waiting } = await units.counts();
    expect(failed + waiting).toBeLessThanOrEqual(300 + 256);
    const working = units.work(async () => ({ kind: 'done', result: {} }), { concurrency: 1 } as never);
    expect(await enqueueDocuments(queue, items(5000), options)).toMatchObject({ units: 5000 });
    await working.stop({ graceMs: 0 });
    expect(await units.counts()).toMatchObject({ failed: 0 });
  });

  it('adds units of a new run when units of an earlier run have failed', async () => {
    const { queue } = memoryIndexQueue({ tries: 1 });
    const { units } = queue.port;
    await enqueueDocuments(queue, items(10), { runId: 7, unitSize: 1 });
    const failing = units.work(async () => ({ kind: 'failed', reason: '' }), { concurrency: 1 } as never);
    while ((await units.counts()).failed < 10) await queue.clock.sleep(1);
    await failing.stop({ graceMs: 0 });
    await enqueueDocuments(queue, items(5), { runId: 8, unitSize: 1, highWaterMark: 10 });
    expect(await units.counts()).toMatchObject({ failed: 10, waiting: 5 });
  });

  it('reports its progress from 0 to the total', async () => {
    const { queue } = memoryIndexQueue();
    const events: unknown[] = [];
    const onProgress = (event: unknown): void => void events.push(event);
    await enqueueDocuments(queue, items(300), { runId: 7, unitSize: 1, onProgress });
    const event = { phase: 'upload', subject: 'articles', unit: 'items' };
    expect(events).toEqual([
      { ...event, completed: 0 },
      { ...event, completed: 256 },
      { ...event, completed: 300 },
      { ...event, completed: 300, total: 300 },
    ]);
  });

  it.each([
    ['a function', [1, () => {}], 'items[1]'],
    ['nothing', [undefined], 'items[0]'],
    ['a bigint', [1, 2, 3n], 'items[2]'],
    ['a map', [new Map()], 'items[0]'],
    ['an invalid date', [new Date(NaN)], 'items[0]'],
  ])('rejects %s as an item, and names its index', async (_, source, parameter) => {
    const { queue } = memoryIndexQueue();
    const outcome = enqueueDocuments(queue, source, { runId: 7 });
    await expect(outcome).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
  });

  it.each([
    ['NaN', NaN, ''],
    ['a set', new Set([1]), ''],
    ['a typed array', Float32Array.of(1), ''],
    ['bytes', Buffer.from('ab'), ''],
    ['a class instance', new URL('https://host'), ''],
    ['a function in a list', ['a', [() => {}]], '[1][0]'],
    ['undefined in a list', [undefined], '[0]'],
    ['a bigint in an object', { a: 1, b: 2n }, '.b'],
  ])('rejects %s in a payload, as the pipeline would, and names its path', async (_, value, path) => {
    const { queue } = memoryIndexQueue();
    const outcome = enqueueDocuments(queue, [{ id: 1, payload: { text: 'a', value } }], { runId: 7 });
    await expect(outcome).rejects.toMatchObject({ parameter: `items[0].payload.value${path}` });
  });

  it('adds dates as their ISO texts and leaves out undefined fields, as the pipeline does', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, [{ id: 1, payload: { at: new Date(0), none: undefined } }], { runId: 7 });
    expect(await unitsIn(queue)).toEqual([[{ id: 1, payload: { at: '1970-01-01T00:00:00.000Z' } }]]);
  });

  it('rejects a cycle with a short message', async () => {
    const { queue } = memoryIndexQueue();
    const cycle: Record<string, unknown> = {};
    cycle['itself'] = cycle;
    const error = await enqueueDocuments(queue, [cycle], { runId: 7 }).catch((thrown: Error) => thrown);
    expect((error as Error).message).toMatch(/^items\[0\]\.itself\.itself/);
    expect((error as Error).message.length).toBeLessThan(500);
  });

  it('rejects an item that is too large, and advises to pass a reference', async () => {
    const { queue } = memoryIndexQueue();
    const outcome = enqueueDocuments(queue, ['a', 'é'.repeat(33_000)], { runId: 7 });
    await expect(outcome).rejects.toMatchObject({ parameter: 'items[1]' });
    await expect(outcome).rejects.toThrow('Pass a reference');
  });

  it('rejects a run that is not above the last finished run', async () => {
    const { queue } = memoryIndexQueue();
    await queue.port.finishes.add([{ id: '7-finish', json: '{}' }]);
    const worker = queue.port.finishes.work(async () => ({ kind: 'done', result: {} }), { concurrency: 1 } as never);
    await worker.stop({ graceMs: 0 });
    const outcome = enqueueDocuments(queue, [], { runId: 7 });
    await expect(outcome).rejects.toThrow('runId must be above 7');
  });

  it.each([
    ['runId', { runId: -1 }],
    ['runId', { runId: 1.5 }],
    ['unitSize', { runId: 1, unitSize: 0 }],
    ['highWaterMark', { runId: 1, highWaterMark: 0 }],
    ['pollMs', { runId: 1, pollMs: 0 }],
  ])('rejects a %s out of range before any work', async (parameter, options) => {
    const { queue } = memoryIndexQueue();
    await expect(enqueueDocuments(queue, [], options)).rejects.toMatchObject({ parameter });
  });
});

function abortable(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error('enough')) };
}
