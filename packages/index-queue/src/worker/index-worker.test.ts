import {
  InvalidArgumentError,
  NonFiniteOutputError,
  RemoteModelError,
  SequenceTooLongError,
  VectorStoreError,
} from '@x/core';
import { deferred } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

import { documents, FakePipeline } from '../__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import {
  createIndexWorker,
  enqueueDocuments,
  type IndexQueue,
  type IndexWorkerOptions,
  readRejected,
  type UnitEvent,
} from '../index.ts';
import { runJobId } from '../runs/unit-ids.ts';

const nan = new NonFiniteOutputError({ model: 'm', index: 0, value: NaN });
const down = new VectorStoreError({ message: 'The store is down.', operation: 'upsert', isRetryable: true });

/** Enqueues items as a run and runs a worker until no unit is left. */
async function workOff(
  queue: IndexQueue,
  pipeline: FakePipeline,
  {
    items,
    runId = 5,
    unitSize = 2,
    ...options
  }: Partial<IndexWorkerOptions<never, never>> & { items: unknown[]; runId?: number; unitSize?: number },
): Promise<readonly UnitEvent[]> {
  const events: UnitEvent[] = [];
  const onUnit = (event: UnitEvent): void => void events.push(event);
  await enqueueDocuments(queue, items, { runId, unitSize });
  await using _ = createIndexWorker({ queue, pipeline: pipeline as never, name: 'first', onUnit, ...options });
  while ((await queue.port.units.unfinishedIds()).length > 0) await queue.clock.sleep(1);
  return events;
}

async function rejectedOf(queue: IndexQueue, runId = 5): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const rejected of readRejected(queue, { runId })) all.push(rejected);
  return all;
}

describe('createIndexWorker', () => {
  it('indexes the items of each unit as documents', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    const events = await workOff(queue, pipeline, { items: documents('a', 'b', 'c'), concurrency: 1 });
    expect([...pipeline.stored.keys()]).toEqual(['a', 'b', 'c']);
    expect(events).toMatchObject([
      { runId: 5, items: 2, outcome: 'done', documents: 2, rejected: 0 },
      { runId: 5, items: 1, outcome: 'done', documents: 1, rejected: 0 },
    ]);
  });

  it('reads the documents that items refer to, any number per item', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    const read = async function* (paths: readonly string[]) {
      for (const path of paths) yield* documents(`${path}#1`, `${path}#2`);
    };
    const events = await workOff(queue, pipeline, { items: ['x.md', 'y.md'], read: read as never });
    expect([...pipeline.stored.keys()]).toEqual(['x.md#1', 'x.md#2', 'y.md#1', 'y.md#2']);
    expect(events).toMatchObject([{ items: 2, documents: 4 }]);
  });

  it('retries a unit after an error that may pass', async () => {
    const { queue } = memoryIndexQueue({ tries: 4 });
    const pipeline = new FakePipeline();
    pipeline.failing.push(down, new TypeError('the reader broke'), down);
    const events = await workOff(queue, pipeline, { items: documents('a') });
    expect(events.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed', 'done']);
  });

  it('fails a unit with the reason after its last attempt', async () => {
    const { queue } = memoryIndexQueue({ tries: 3 });
    const pipeline = new FakePipeline();
    pipeline.failing.push(down, down, down, down);
    await workOff(queue, pipeline, { items: documents('a') });
    const [id] = await queue.port.units.finishedIds('failed');
    expect(await queue.port.units.find(id!)).toMatchObject({
      endedTries: 3,
      reason: 'VectorStoreError: The store is down.',
    });
    expect(pipeline.calls).toBe(3);
  });

  it('tells and stores the reason of a failure without the text of a document', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.failing.push(new InvalidArgumentError({ parameter: 'text', value: 'Dear Mr Smith', expected: 'Unicode' }));
    const events = await workOff(queue, pipeline, { items: documents('a') });
    const reason = 'InvalidArgumentError: text must be Unicode';
    expect(events).toMatchObject([{ outcome: 'dead', reason }]);
    const [id] = await queue.port.units.finishedIds('failed');
    expect(await queue.port.units.find(id!)).toMatchObject({ reason });
  });

  it('fails a unit immediately when it cannot succeed', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.failing.push(new SequenceTooLongError({ index: 0, tokenCount: 9, maxLength: 8, advice: 'Split it.' }));
    const events = await workOff(queue, pipeline, { items: documents('a') });
    expect(events.map(({ outcome }) => outcome)).toEqual(['dead']);
  });

  it('waits as long as a server requests, without counting an attempt', async () => {
    const { queue, clock } = memoryIndexQueue({ tries: 1 });
    const pipeline = new FakePipeline();
    const busy = (retryAfterMs?: number) =>
      new RemoteModelError({
        message: 'is busy.',
        model: 'm',
        url: 'https://host',
        status: 429,
        isRetryable: true,
        retryAfterMs,
      });
    pipeline.failing.push(busy(90_000), busy());
    const begun = clock.time;
    const events = await workOff(queue, pipeline, { items: documents('a'), pauseMs: 40_000 });
    expect(events.map(({ outcome }) => outcome)).toEqual(['pause', 'pause', 'done']);
    expect(clock.time - begun).toBeGreaterThanOrEqual(130_000);
  });

  it('skips documents that cannot be indexed, and records each once without its text', async () => {
    const { queue } = memoryIndexQueue();
    const items = [...documents('a', 'b'), { id: 'poison', payload: { text: 'never shown' } }, ...documents('c')];
    const pipeline = new FakePipeline();
    const read = (given: readonly { id: string; payload: object }[]) =>
      given.map((item) => (item.id === 'poison' ? { ...item, payload: { ...item.payload, error: nan } } : item));
    const events = await workOff(queue, pipeline, { items, read: read as never, unitSize: 4 });
    expect(events).toMatchObject([{ outcome: 'done', documents: 4, rejected: 1 }]);
    expect(await rejectedOf(queue)).toEqual([{ id: 'poison', index: 2, reason: nan.message, stage: 'embed' }]);
    expect(JSON.stringify(await rejectedOf(queue))).not.toContain('never shown');
    expect([...pipeline.stored.keys()]).toEqual(['a', 'b', 'c']);
  });

  it('records each document without a valid id with its unit and index', async () => {
    const { queue } = memoryIndexQueue();
    const invalid = new InvalidArgumentError({ parameter: 'id', value: undefined, expected: 'a string' });
    const read = (ids: readonly string[]) =>
      ids.map((id) => ({ id: { lone: '\ud800', negative: -1 }[id] as never, payload: { text: 'x', error: invalid } }));
    await workOff(queue, new FakePipeline(), { items: ['none', 'lone', 'none', 'negative'], read: read as never });
    const rejected = await rejectedOf(queue);
    expect(rejected).toHaveLength(4);
    const reason = 'id must be a string';
    for (const index of [0, 1]) {
      const id = expect.stringMatching(new RegExp(`^document ${index} of unit 5-2-[0-9a-f]+$`));
      expect(rejected).toContainEqual({ id, index, reason, stage: 'embed' });
    }
  });

  it('retries a unit when some of its documents had an error that may pass', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    let reads = 0;
    const read = (given: readonly { payload: object }[]) => {
      const error = ++reads === 1 ? down : undefined;
      return given.map((item, index) => (index === 0 ? { ...item, payload: { ...item.payload, error } } : item));
    };
    const events = await workOff(queue, pipeline, { items: documents('a', 'b'), read: read as never });
    expect(events.map(({ outcome }) => outcome)).toEqual(['failed', 'done']);
    expect(await rejectedOf(queue)).toEqual([]);
    expect(pipeline.stored.size).toBe(2);
  });

  it('keeps up to `keepRejected` rejected documents, and makes room for a newer run', async () => {
    const { queue } = memoryIndexQueue();
    const read = (given: readonly { payload: object }[]) =>
      given.map((item) => ({ ...item, payload: { ...item.payload, error: nan } }));
    const settings = { read: read as never, keepRejected: 3, unitSize: 5 };
    await workOff(queue, new FakePipeline(), { items: documents('a', 'b', 'c', 'd', 'e'), ...settings });
    expect(await rejectedOf(queue)).toHaveLength(3);
    await workOff(queue, new FakePipeline(), { items: documents('a', 'b'), runId: 6, ...settings });
    expect(await rejectedOf(queue, 6)).toHaveLength(2);
    expect(await rejectedOf(queue)).toHaveLength(1);
  });

  it('skips a unit of a run before a finished run', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    // Run 6 is finished, and a unit of run 5 comes after it.
    await queue.port.finishes.add([{ id: runJobId(6, 'finish'), json: '{}' }]);
    const end = queue.port.finishes.work(async () => ({ kind: 'done', result: {} }), { concurrency: 1 } as never);
    await end.stop({ graceMs: 0 });
    const events: UnitEvent[] = [];
    const onUnit = (event: UnitEvent): void => void events.push(event);
    await using _ = createIndexWorker({ queue, pipeline, onUnit });
    while ((await queue.port.units.unfinishedIds()).length > 0) await queue.clock.sleep(1);
    expect(events).toMatchObject([{ outcome: 'superseded' }]);
    expect(pipeline.stored.size).toBe(0);
  });

  it('completes a unit whose `onUnit` throws or rejects, and passes the error to `onError`', async () => {
    const { queue } = memoryIndexQueue();
    const errors: unknown[] = [];
    const error = new Error('the log is full');
    const onUnit = (): void => {
      throw error;
    };
    const onError = async (thrown: unknown): Promise<void> => {
      errors.push(thrown);
      throw error;
    };
    await workOff(queue, new FakePipeline(), { items: documents('a'), onUnit, onError });
    await workOff(queue, new FakePipeline(), {
      runId: 2,
      items: documents('b'),
      onUnit: async () => onUnit(),
      onError,
    });
    expect(await queue.port.units.counts()).toMatchObject({ completed: 2, failed: 0 });
    expect(errors).toEqual([error, error]);
  });

  it('counts no unit that its worker gave up', async () => {
    const { queue } = memoryIndexQueue();
    const begun = deferred();
    const goOn = deferred();
    const pipeline = new FakePipeline();
    const index = pipeline.index.bind(pipeline);
    pipeline.index = async (given, { runId }) => {
      begun.resolve();
      await goOn.promise;
      return index(given, { runId, signal: new AbortController().signal });
    };
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    const events: UnitEvent[] = [];
    const worker = createIndexWorker({ queue, pipeline, graceMs: 0, onUnit: (event) => void events.push(event) });
    await begun.promise;
    await worker.close();
    goOn.resolve();
    await queue.clock.sleep(1);
    expect(await queue.port.units.counts()).toMatchObject({ waiting: 1, active: 0, failed: 0 });
    expect(events).toEqual([]);
  });

  it('returns a unit to the queue when it is not done in time after closing', async () => {
    const { queue } = memoryIndexQueue();
    const { promise: begun, resolve: begin } = deferred();
    const pipeline = new FakePipeline();
    pipeline.index = async (_, { signal }) => {
      begin();
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    };
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    const worker = createIndexWorker({ queue, pipeline, graceMs: 0 });
    await begun;
    await worker.close();
    expect(await queue.port.units.counts()).toMatchObject({ waiting: 1, active: 0, failed: 0 });
  });

  it.each([
    ['queue', { queue: {} }],
    ['pipeline', { pipeline: { index: () => {} } }],
    ['concurrency', { concurrency: 0 }],
    ['lockMs', { lockMs: 0 }],
    ['graceMs', { graceMs: -1 }],
    ['lockMs', { lockMs: 2 ** 31 }],
    ['name in options', { concurency: 1 }],
  ])('rejects an invalid %s', (parameter, options) => {
    const { queue } = memoryIndexQueue();
    const given = { queue, pipeline: new FakePipeline(), ...options };
    expect(() => createIndexWorker(given as never)).toThrow(expect.objectContaining({ parameter }));
  });
});
