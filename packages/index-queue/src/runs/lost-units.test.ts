import { describe, expect, it } from 'vitest';

import { documents, FakePipeline } from '../__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import { createIndexWorker, enqueueDocuments, finishRun, type IndexQueue } from '../index.ts';

const ids = Array.from({ length: 600 }, (_, index) => `document ${index}`);

/** A pipeline that has stored all documents and one that vanished. */
function storedPipeline(): FakePipeline {
  const pipeline = new FakePipeline();
  for (const id of [...ids, 'vanished']) pipeline.stored.set(id, { run: 1, text: `text of ${id}` });
  return pipeline;
}

/** Yields the documents, and calls `lose` after the first 580, of which two groups of 256 units are added. */
async function* sourceWith(lose: () => Promise<void>): AsyncGenerator<object> {
  for (const [index, document] of documents(...ids).entries()) {
    if (index === 580) await lose();
    yield document;
  }
}

async function loseUnits({ port }: IndexQueue, count: number): Promise<void> {
  for (const id of (await port.units.unfinishedIds()).slice(-count)) await port.units.remove(id);
}

/** Takes the database back to a moment before its latest group of units. */
async function restoreEarlier(queue: IndexQueue): Promise<void> {
  const { records } = queue.port;
  for (const id of await records.unfinishedIds()) if (id.includes('-mark-')) await records.remove(id);
  await loseUnits(queue, 256);
}

async function loseAll(queue: IndexQueue): Promise<void> {
  const { records } = queue.port;
  for (const id of await records.unfinishedIds()) await records.remove(id);
  await loseUnits(queue, ids.length);
}

describe('a run whose units are lost while they are enqueued', () => {
  it.each([0, 1000])('removes nothing until it is enqueued again, with %s completed units kept', async (kept) => {
    const { queue } = memoryIndexQueue({ keepCompleted: kept });
    const pipeline = storedPipeline();
    const options = { runId: 5, unitSize: 1 };
    await enqueueDocuments(
      queue,
      sourceWith(async () => loseUnits(queue, 10)),
      options,
    );
    await using _ = createIndexWorker({ queue, pipeline });
    const refused = finishRun(queue, { runId: 5 });
    await expect(refused).rejects.toMatchObject({ code: 'QUEUE', operation: 'finish' });
    await expect(refused).rejects.toThrow(
      'only 590 of its 600 items were done, so the database has probably lost data',
    );
    await expect(finishRun(queue, { runId: 5 })).rejects.toThrow('Enqueue the documents again');
    expect(pipeline.removals).toBe(0);
    await enqueueDocuments(queue, documents(...ids), options);
    expect(await finishRun(queue, { runId: 5 })).toMatchObject({ items: 600, removed: 1 });
    expect([...pipeline.stored.keys()]).toEqual(ids);
  });

  it('removes nothing when units are lost again after it is enqueued again', async () => {
    const { queue } = memoryIndexQueue({ keepCompleted: 0 });
    const pipeline = storedPipeline();
    const options = { runId: 5, unitSize: 1 };
    for (let round = 0; round < 2; round++) {
      await enqueueDocuments(
        queue,
        sourceWith(async () => loseUnits(queue, 10)),
        options,
      );
      await using _ = createIndexWorker({ queue, pipeline });
      await expect(finishRun(queue, { runId: 5 })).rejects.toThrow('only 590 of its 600 items were done');
    }
    expect(pipeline.removals).toBe(0);
  });

  it.each([
    { lost: 'the latest units', lose: restoreEarlier },
    { lost: 'all data', lose: loseAll },
  ])('is not enqueued when the database has lost $lost, and can be enqueued again', async ({ lose }) => {
    const { queue } = memoryIndexQueue();
    const pipeline = storedPipeline();
    const options = { runId: 5, unitSize: 1 };
    const enqueued = enqueueDocuments(
      queue,
      sourceWith(async () => lose(queue)),
      options,
    );
    await expect(enqueued).rejects.toMatchObject({ code: 'QUEUE', operation: 'enqueue' });
    await expect(enqueued).rejects.toThrow('lost units of the run 5 while they were enqueued');
    await enqueueDocuments(queue, documents(...ids), options);
    await using _ = createIndexWorker({ queue, pipeline });
    expect(await finishRun(queue, { runId: 5 })).toMatchObject({ items: 600, removed: 1 });
  });
});

it('counts a unit that the source yields twice as one that must be done', async () => {
  const { queue } = memoryIndexQueue();
  const pipeline = storedPipeline();
  await enqueueDocuments(
    queue,
    [...ids, ...ids].flatMap((id) => documents(id)),
    { runId: 5, unitSize: 1 },
  );
  await using _ = createIndexWorker({ queue, pipeline });
  expect(await finishRun(queue, { runId: 5 })).toMatchObject({ items: 1200, documents: 600, removed: 1 });
});

it('adds up the work of a worker that has more than eight other runs in between', async () => {
  const { queue } = memoryIndexQueue();
  const pipeline = storedPipeline();
  await using _ = createIndexWorker({ queue, pipeline });
  const enqueue = async (runId: number, source: object[]): Promise<void> => {
    await enqueueDocuments(queue, source, { runId });
    while ((await queue.port.units.unfinishedIds()).length > 0) await queue.clock.sleep(1);
  };
  await enqueue(5, documents('a'));
  for (let runId = 6; runId < 16; runId++) await enqueue(runId, documents('other'));
  await enqueueDocuments(queue, documents('a', ...ids), { runId: 5, unitSize: 1 });
  expect(await finishRun(queue, { runId: 5 })).toMatchObject({ items: 601, documents: 601 });
});

it('names the later run when the units of an overtaken run were skipped', async () => {
  const { queue } = memoryIndexQueue();
  const pipeline = storedPipeline();
  await using _ = createIndexWorker({ queue, pipeline });
  async function* late(): AsyncGenerator<object> {
    await enqueueDocuments(queue, documents(...ids), { runId: 6 });
    await finishRun(queue, { runId: 6 });
    yield* documents(...ids);
  }
  await enqueueDocuments(queue, late(), { runId: 5 });
  for (const allowEmpty of [false, true]) {
    const overtaken = finishRun(queue, { runId: 5, allowEmpty });
    await expect(overtaken).rejects.toThrow('units of it were skipped, and the later run 6 is finished');
    await expect(overtaken).rejects.not.toThrow('allowEmpty');
  }
  expect(pipeline.removals).toBe(1);
  expect(await finishRun(queue, { runId: 5, removeVanished: false })).toMatchObject({ superseded: 600, removed: 0 });
});

it('names the later run when an overtaken run has no items', async () => {
  const { queue } = memoryIndexQueue();
  await using _ = createIndexWorker({ queue, pipeline: storedPipeline() });
  await enqueueDocuments(queue, [], { runId: 5 });
  await enqueueDocuments(queue, documents('a'), { runId: 6 });
  await finishRun(queue, { runId: 6 });
  await expect(finishRun(queue, { runId: 5 })).rejects.toThrow('it has no items, and the later run 6 is finished');
});
