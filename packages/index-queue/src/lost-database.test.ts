import { postgresPrograms, redisServer, startPostgres, startRedis } from '@x/database-servers';
import { deferred } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

import {
  createIndexWorker,
  enqueueDocuments,
  findNewestRun,
  finishRun,
  hasRun,
  type IndexingPipeline,
  openIndexQueue,
  readRejected,
  watchRun,
} from './index.ts';

async function* endless(): AsyncGenerator<object> {
  for (let id = 0; ; id++) yield { id };
}

/** A pipeline whose first unit never ends by itself. */
function stuckPipeline(began: () => void): IndexingPipeline {
  const index = async (_documents: unknown, { signal }: { signal?: AbortSignal }): Promise<never> => {
    began();
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
  };
  return { index: index as unknown as IndexingPipeline['index'], removeVanished: async () => 0 };
}

const engines = [
  { name: 'Redis', isMissing: !redisServer, start: startRedis },
  { name: 'PostgreSQL', isMissing: !postgresPrograms, start: startPostgres },
];

describe.each(engines)('a queue whose $name is lost', ({ isMissing, start }) => {
  it.skipIf(isMissing).each(['idle', 'busy'])(
    'ends its calls by their signal, and closes with an %s worker',
    { timeout: 60_000 },
    async (worker) => {
      const database = await start();
      const queue = await openIndexQueue({ name: 'articles', url: database.url });
      const { promise: active, resolve: began } = deferred();
      const running = createIndexWorker({ queue, pipeline: stuckPipeline(began), graceMs: 100 });
      await enqueueDocuments(queue, worker === 'busy' ? ['a'] : [], { runId: 5 });
      if (worker === 'busy') await active;
      const controller = new AbortController();
      const { signal } = controller;
      const { promise: first, resolve: see } = deferred();
      const watching = async (): Promise<void> => {
        for await (const _ of watchRun(queue, { runId: 7, intervalMs: 10, signal })) see();
      };
      const calls = [
        finishRun(queue, { runId: 5, pollMs: 10, removeVanished: false, signal }),
        enqueueDocuments(queue, endless(), { runId: 6, highWaterMark: 1e9, signal }),
        watching(),
      ].map(async (call) => call.catch((error: unknown) => error));
      await first;
      await database[Symbol.asyncDispose]();
      controller.abort('enough');
      const outcomes = await Promise.all(calls);
      for (const outcome of outcomes) expect(outcome === 'enough' || 'runId' in (outcome as object)).toBe(true);
      await running.close();
      await expect(queue.close()).resolves.toBeUndefined();
    },
  );

  it.skipIf(isMissing)('continues its calls when the database is back', { timeout: 60_000 }, async () => {
    await using database = await start();
    await using queue = await openIndexQueue({ name: 'articles', url: database.url });
    await enqueueDocuments(queue, ['a'], { runId: 5 });
    const status = watchRun(queue, { runId: 5, intervalMs: 10 });
    await status.next();
    const controller = new AbortController();
    const finishing = finishRun(queue, { runId: 5, pollMs: 10, signal: controller.signal });
    const finished = finishing.catch((error: unknown) => error);
    const restarted = database.restart('crash');
    const calls = [
      enqueueDocuments(queue, ['a', 'b'], { runId: 6 }),
      findNewestRun(queue),
      hasRun(queue, 5),
      readRejected(queue, { runId: 5 }).next(),
      status.next(),
    ];
    await restarted;
    const [enqueued, newest, isKnown, rejected, seen] = await Promise.all(calls);
    expect(enqueued).toMatchObject({ items: 2, units: 1 });
    expect([5, 6]).toContain(newest);
    expect(isKnown).toBe(true);
    expect(rejected).toMatchObject({ done: true });
    expect(seen).toMatchObject({ value: { units: { total: 1 } } });
    await status.return?.(undefined);
    controller.abort('enough');
    expect(await finished).toBe('enough');
  });
});

it.skipIf(!redisServer)('a queue whose Redis does not respond closes', { timeout: 60_000 }, async () => {
  await using database = await startRedis();
  const queue = await openIndexQueue({ name: 'articles', url: database.url });
  process.kill(database.pid, 'SIGSTOP');
  const pending = queue.port.units.counts().catch((error: unknown) => error);
  await queue.close();
  expect(await pending).toMatchObject({ code: 'QUEUE' });
  process.kill(database.pid, 'SIGCONT');
});
