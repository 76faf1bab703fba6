import { deferred } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

import { documents, FakePipeline } from '../__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import { createIndexWorker, enqueueDocuments, finishRun, type IndexQueue } from '../index.ts';
import { readEnqueueRecord } from './run-records.ts';

/** Stores x with an earlier run, enqueues run 6 without x, and starts run 5, whose source yields x only after `release`. */
async function overlappingRuns() {
  const { queue, clock } = memoryIndexQueue();
  const pipeline = new FakePipeline();
  pipeline.stored.set('x', { run: 4, text: 'text of x' });
  await enqueueDocuments(queue, documents('a'), { runId: 6 });
  const { promise: gate, resolve: release } = deferred();
  async function* slowly() {
    await gate;
    yield* documents('x');
  }
  const enqueued = enqueueDocuments(queue, slowly(), { runId: 5 });
  while ((await readEnqueueRecord(queue.port, 5)) === undefined) await clock.sleep(1);
  return { queue, clock, pipeline, release, enqueued };
}

async function noUnitIsLeft(queue: IndexQueue): Promise<void> {
  while ((await queue.port.units.unfinishedIds()).length > 0) await queue.clock.sleep(1);
}

describe('a run that removes vanished documents', () => {
  it('keeps a document removed when an earlier run adds a unit with it during the removal', async () => {
    const { queue, pipeline, release, enqueued } = await overlappingRuns();
    const remove = pipeline.removeVanished.bind(pipeline);
    pipeline.removeVanished = async (options) => {
      const removed = await remove(options);
      // The removal has passed x. Other workers still index.
      release();
      await enqueued;
      await noUnitIsLeft(queue);
      return removed;
    };
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 6 })).toMatchObject({ removed: 1 });
    expect([...pipeline.stored.keys()]).toEqual(['a']);
  });

  it('waits for a unit of an earlier run that began before the run was closed', async () => {
    const { queue, clock, pipeline, release, enqueued } = await overlappingRuns();
    const { promise: begun, resolve: begin } = deferred();
    const index = pipeline.index.bind(pipeline);
    pipeline.index = async (given, options) => {
      if (options.runId === 5) {
        begin();
        for (let round = 0; round < 1000; round++) await clock.sleep(5);
      }
      return index(given, options);
    };
    const { finishes } = queue.port;
    const add = finishes.add.bind(finishes);
    finishes.add = async (jobs) => {
      if (jobs[0]?.id === '6-close') {
        release();
        await Promise.all([enqueued, begun]);
      }
      return add(jobs);
    };
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 6 })).toMatchObject({ removed: 1 });
    await noUnitIsLeft(queue);
    expect([...pipeline.stored.keys()]).toEqual(['a']);
  });

  it('closes the run once, however often its finishing is repeated', async () => {
    const { queue, pipeline } = await overlappingRuns();
    const remove = pipeline.removeVanished.bind(pipeline);
    let failures = 2;
    pipeline.removeVanished = async (options) => {
      if (failures-- > 0) throw new Error('The store is down.');
      return remove(options);
    };
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 6 })).toMatchObject({ removed: 1 });
    expect((await queue.port.finishes.finishedIds('completed')).toSorted()).toEqual(['6-close', '6-finish']);
  });

  it('rejects further items of an earlier run as soon as it is closed', async () => {
    const { queue, pipeline } = await overlappingRuns();
    pipeline.removeVanished = async () => {
      await expect(enqueueDocuments(queue, [], { runId: 5 })).rejects.toThrow('runId must be above 6');
      return 0;
    };
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 6 })).toMatchObject({ removed: 0 });
  });
});
