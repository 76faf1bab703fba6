import { NonFiniteOutputError, RemoteModelError, VectorStoreError } from '@x/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { postgresPrograms, redisServer, startPostgres, startRedis, type TestDatabase } from '@x/database-servers';
import { FakePipeline } from './__tests__/fake-pipeline.ts';
import { createIndexWorker, enqueueDocuments, finishRun, openIndexQueue, readRejected, watchRun } from './index.ts';

const nan = new NonFiniteOutputError({ model: 'm', index: 0, value: NaN });
const down = new VectorStoreError({ message: 'The store is down.\0', operation: 'upsert', isRetryable: true });
const busy = new RemoteModelError({
  message: 'is busy.',
  model: 'm',
  url: 'https://host',
  status: 429,
  retryAfterMs: 20,
});

describe.each([
  ['Redis', redisServer, startRedis],
  ['PostgreSQL', postgresPrograms, startPostgres],
])('a whole run on %s', (_, server, start) => {
  let database: TestDatabase | undefined;

  beforeAll(async () => {
    database = server === undefined ? undefined : await start();
  });
  afterAll(async () => database?.[Symbol.asyncDispose]());

  it.skipIf(server === undefined)('indexes each document, and returns the report', { timeout: 60_000 }, async () => {
    const settings = { name: 'articles', url: database!.url, tries: 3, backoffMs: 10 };
    await using queue = await openIndexQueue(settings);
    await using other = await openIndexQueue(settings);
    const pipeline = new FakePipeline();
    pipeline.stored.set('vanished', { run: 1, text: '' });
    pipeline.failing.push(down, busy, down);
    const ids = Array.from({ length: 100 }, (_id, index) => `document ${index}`);
    const read = (items: readonly string[]) =>
      items.map((id) => ({ id, payload: { text: id, ...(id === 'document 7' && { error: nan }) } }));
    const worker = { pipeline, read, finishPollMs: 20, lockMs: 2000, stalledCheckMs: 500 };
    {
      await using first = createIndexWorker({ queue, name: 'first', ...worker });
      await using second = createIndexWorker({ queue: other, name: 'second', ...worker });
      expect([first.name, second.name]).toEqual(['first', 'second']);
      const finishing = [queue, other].map(async (asked) => finishRun(asked, { runId: 5, pollMs: 10 }));
      await enqueueDocuments(queue, ids, { runId: 5, unitSize: 4 });
      const [report, same] = await Promise.all(finishing);
      expect(report).toEqual({
        runId: 5,
        units: 25,
        items: 100,
        documents: 100,
        indexed: 99,
        unchanged: 0,
        superseded: 0,
        rejected: 1,
        passages: 99,
        failedUnits: 0,
        removed: 1,
      });
      expect(same).toEqual(report);
    }
    expect(pipeline.removals).toBe(1);
    expect(pipeline.stored.size).toBe(99);
    const rejected: unknown[] = [];
    for await (const document of readRejected(other, { runId: 5 })) rejected.push(document);
    expect(rejected).toEqual([{ id: 'document 7', index: 3, reason: nan.message, stage: 'embed' }]);
    for await (const status of watchRun(queue, { runId: 5 })) {
      expect(status).toMatchObject({ state: 'finished', units: { total: 25, done: 25 }, documents: 100 });
      expect(status.workers.map(({ name }) => name).toSorted()).toEqual(['first', 'second']);
    }
    await expect(enqueueDocuments(other, ids, { runId: 5 })).rejects.toThrow('runId must be above 5');
  });
});
