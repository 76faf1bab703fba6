import { postgresPrograms, redisServer, startPostgres, startRedis, type TestDatabase } from '@x/database-servers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { enqueueDocuments, findNewestRun, finishRun, type IndexQueue, openIndexQueue, watchRun } from './index.ts';

const engines = [
  { name: 'Redis', isMissing: !redisServer, start: startRedis },
  { name: 'PostgreSQL', isMissing: !postgresPrograms, start: startPostgres },
];

const closed = {
  code: 'QUEUE',
  queue: expect.stringContaining('articles'),
  message: expect.stringContaining('it is closed'),
};
const outcomeOf = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe.each(engines)('a closed queue on $name', ({ isMissing, start }) => {
  const test = it.skipIf(isMissing);
  let database: TestDatabase;
  beforeAll(async () => {
    if (!isMissing) database = await start();
  }, 60_000);
  afterAll(async () => {
    if (!isMissing) await database[Symbol.asyncDispose]();
  });
  const open = async (): Promise<IndexQueue> => openIndexQueue({ name: 'articles', url: database.url });

  test('closes once, however often it is closed', async () => {
    await using queue = await open();
    await Promise.all([queue.close(), queue.close()]);
    await queue.close();
  });

  test('rejects later calls at once', async () => {
    const queue = await open();
    await queue.close();
    const calls = [enqueueDocuments(queue, ['a'], { runId: 1 }), findNewestRun(queue), finishRun(queue, { runId: 1 })];
    expect(await Promise.all(calls.map(outcomeOf))).toMatchObject([closed, closed, closed]);
  });

  test('rejects the calls that have not ended', async () => {
    const queue = await open();
    await enqueueDocuments(queue, ['a'], { runId: 2 });
    const statuses = watchRun(queue, { runId: 2, intervalMs: 10 });
    await statuses.next();
    const watching = async (): Promise<void> => {
      for await (const _ of statuses);
    };
    const calls = [finishRun(queue, { runId: 2, pollMs: 10 }), watching()].map(outcomeOf);
    await queue.close();
    expect(await Promise.all(calls)).toMatchObject([closed, closed]);
  });
});
