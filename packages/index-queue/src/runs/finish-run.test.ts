import { VectorStoreError } from '@x/core';
import { describe, expect, it } from 'vitest';

import { documents, FakePipeline } from '../__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import { createIndexWorker, enqueueDocuments, finishRun, type IndexQueue, watchRun } from '../index.ts';

const down = new VectorStoreError({ message: 'The store is down.', operation: 'upsert', isRetryable: true });

const reportKeys = [
  'runId',
  'units',
  'items',
  'documents',
  'indexed',
  'unchanged',
  'superseded',
  'rejected',
  'passages',
  'failedUnits',
  'removed',
];

describe('finishRun', () => {
  const run = async (queue: IndexQueue, pipeline: FakePipeline, ids: readonly string[], runId: number) => {
    await enqueueDocuments(queue, documents(...ids), { runId, unitSize: 2 });
    await using _ = createIndexWorker({ queue, pipeline });
    return await finishRun(queue, { runId });
  };

  it('removes documents that the run did not contain, once, and returns the report', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    await run(queue, pipeline, ['a', 'b', 'c', 'd', 'e'], 5);
    const report = await run(queue, pipeline, ['a', 'b', 'c', 'new'], 6);
    expect(report).toEqual({
      runId: 6,
      units: 2,
      items: 4,
      documents: 4,
      indexed: 1,
      unchanged: 3,
      superseded: 0,
      rejected: 0,
      passages: 1,
      failedUnits: 0,
      removed: 2,
    });
    expect(Object.keys(report)).toEqual(reportKeys);
    expect(new Set(pipeline.stored.keys())).toEqual(new Set(['a', 'b', 'c', 'new']));
    // Later calls return the same report.
    expect(await Promise.all([finishRun(queue, { runId: 6 }), finishRun(queue, { runId: 6 })])).toEqual([
      report,
      report,
    ]);
    expect(pipeline.removals).toBe(2);
  });

  it('returns its report in the same order when the database stores it in another one', async () => {
    const { queue } = memoryIndexQueue();
    const result = Object.fromEntries(reportKeys.toReversed().map((name) => [name, 5]));
    await queue.port.finishes.add([{ id: '5-finish', json: '{}' }]);
    const worker = queue.port.finishes.work(async () => ({ kind: 'done', result }), { concurrency: 1 } as never);
    await worker.stop({ graceMs: 0 });
    expect(Object.keys(await finishRun(queue, { runId: 5 }))).toEqual(reportKeys);
    for await (const { report } of watchRun(queue, { runId: 5 })) expect(Object.keys(report!)).toEqual(reportKeys);
  });

  it('removes nothing with `removeVanished: false`', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.stored.set('old', { run: 1, text: '' });
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 5, removeVanished: false })).toMatchObject({ removed: 0 });
    expect(pipeline.removals).toBe(0);
  });

  it('removes nothing and rejects when the run has no items, unless `allowEmpty` is true', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.stored.set('old', { run: 1, text: '' });
    await enqueueDocuments(queue, [], { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline });
    const cut = finishRun(queue, { runId: 5 });
    await expect(cut).rejects.toMatchObject({ code: 'QUEUE', operation: 'finish' });
    await expect(cut).rejects.toThrow('it has no items, and would remove every document. Check its source');
    expect(pipeline.stored.size).toBe(1);
    await enqueueDocuments(queue, [], { runId: 6 });
    expect(await finishRun(queue, { runId: 6, allowEmpty: true })).toMatchObject({ items: 0, removed: 1 });
  });

  it('removes nothing when the latest call says so, even after an interrupted call without it', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.stored.set('old', { run: 1, text: '' });
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    const controller = new AbortController();
    const interrupted = finishRun(queue, { runId: 5, signal: controller.signal });
    while ((await queue.port.finishes.unfinishedIds()).length === 0) await queue.clock.sleep(1);
    controller.abort(new Error('enough'));
    await expect(interrupted).rejects.toThrow('enough');
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 5, removeVanished: false })).toMatchObject({ removed: 0 });
    expect(pipeline.stored.has('old')).toBe(true);
  });

  it('finishes a run that failed without items when the latest call allows it', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.stored.set('old', { run: 1, text: '' });
    await enqueueDocuments(queue, [], { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline });
    await expect(finishRun(queue, { runId: 5 })).rejects.toThrow('it has no items');
    expect(await finishRun(queue, { runId: 5, allowEmpty: true })).toMatchObject({ removed: 1 });
  });

  it('rejects a run of which nothing was enqueued, and names the newest run', async () => {
    const { queue } = memoryIndexQueue();
    await expect(finishRun(queue, { runId: 7 })).rejects.toThrow('The queue has no run.');
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    const mistyped = finishRun(queue, { runId: 7 });
    await expect(mistyped).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'runId', value: 7 });
    await expect(mistyped).rejects.toThrow('The newest run is 5. Correct the id, or call enqueueDocuments');
    expect(await queue.port.finishes.unfinishedIds()).toEqual([]);
  });

  it('rejects a run that was not enqueued to the end when a later run is finished', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    async function* broken() {
      yield* documents('a');
      throw new Error('the source is gone');
    }
    await expect(enqueueDocuments(queue, broken(), { runId: 5 })).rejects.toThrow('gone');
    await run(queue, pipeline, ['a'], 6);
    await using _ = createIndexWorker({ queue, pipeline });
    await expect(finishRun(queue, { runId: 5 })).rejects.toThrow('the later run 6 is finished');
  });

  it('rejects when the database loses its data', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    const finished = finishRun(queue, { runId: 5 });
    while ((await queue.port.finishes.unfinishedIds()).length === 0) await queue.clock.sleep(1);
    await queue.port.finishes.remove('5-finish');
    await expect(finished).rejects.toMatchObject({ code: 'QUEUE', operation: 'finish' });
    await expect(finished).rejects.toThrow('the database lost its data');
  });

  it('finishes a run without items that removes nothing', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, [], { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline: new FakePipeline() });
    expect(await finishRun(queue, { runId: 5, removeVanished: false })).toMatchObject({ items: 0, removed: 0 });
  });

  it('removes nothing for a run whose items have no documents, unless `allowEmpty` is set', async () => {
    const { queue } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    pipeline.stored.set('a', { run: 1, text: '' });
    await enqueueDocuments(queue, ['reference'], { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline, read: () => [] });
    await expect(finishRun(queue, { runId: 5 })).rejects.toThrow('its items have no documents');
    expect(pipeline.removals).toBe(0);
    expect(await finishRun(queue, { runId: 5, allowEmpty: true })).toMatchObject({ documents: 0, removed: 1 });
  });

  it('retries failed units once, then finishes', async () => {
    const { queue } = memoryIndexQueue({ tries: 2 });
    const pipeline = new FakePipeline();
    pipeline.failing.push(down, down);
    expect(await run(queue, pipeline, ['a'], 5)).toMatchObject({ indexed: 1, failedUnits: 0 });
    expect(pipeline.calls).toBe(3);
  });

  it('removes nothing when units failed again after the retry', async () => {
    const { queue } = memoryIndexQueue({ tries: 2 });
    const pipeline = new FakePipeline();
    pipeline.stored.set('a', { run: 1, text: '' });
    pipeline.failing.push(...Array.from({ length: 4 }, () => down));
    expect(await run(queue, pipeline, ['a'], 5)).toMatchObject({ indexed: 0, failedUnits: 1, removed: 0 });
    expect(pipeline.removals).toBe(0);
    expect(pipeline.calls).toBe(4);
  });

  it('waits until the run is complete and older runs have no units left', async () => {
    const { queue, clock } = memoryIndexQueue();
    const pipeline = new FakePipeline();
    const order: string[] = [];
    let addLast = async (): Promise<void> => {};
    async function* slowly() {
      yield* documents('a');
      await new Promise<void>((resolve) => {
        addLast = async () => resolve();
      });
      yield* documents('b');
    }
    const enqueued = enqueueDocuments(queue, slowly(), { runId: 5, unitSize: 1 }).then(() => order.push('whole'));
    await using _ = createIndexWorker({ queue, pipeline });
    const finished = finishRun(queue, { runId: 5 }).then(() => order.push('finished'));
    while (clock.time < 1_100_000) await clock.sleep(1000);
    expect(order).toEqual([]);
    await addLast();
    await Promise.all([enqueued, finished]);
    expect(order).toEqual(['whole', 'finished']);
    expect(pipeline.stored.size).toBe(2);
  });

  it('retries the removal after an error that may pass, and rejects with the reason after the last attempt', async () => {
    const { queue } = memoryIndexQueue({ tries: 2 });
    const pipeline = new FakePipeline();
    const remove = pipeline.removeVanished.bind(pipeline);
    let failures = 1;
    pipeline.removeVanished = async (options) => {
      if (failures-- > 0) throw down;
      return remove(options);
    };
    expect(await run(queue, pipeline, ['a'], 5)).toMatchObject({ removed: 0 });
    failures = 2;
    const failed = run(queue, pipeline, ['a'], 6);
    await expect(failed).rejects.toMatchObject({ code: 'QUEUE', operation: 'finish' });
    await expect(failed).rejects.toThrow('The run 6 of the queue "articles" could not be finished: VectorStoreError');
    // A later call tries again.
    expect(await run(queue, pipeline, ['a'], 6)).toMatchObject({ runId: 6 });
  });

  it('stops waiting when its signal aborts', async () => {
    const { queue } = memoryIndexQueue();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(finishRun(queue, { runId: 5, signal })).rejects.toThrow('enough');
  });
});
