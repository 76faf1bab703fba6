import { deferred } from '@x/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryPort } from '../__tests__/memory-queue.ts';
import { type Backend, backends, job, until, workOptions as options } from '../__tests__/queue-backends.ts';
import { openIndexQueue } from '../index.ts';
import type { JobHandler, JobQueue, JobWorker, QueuePort, WorkOptions } from './queue-port.ts';
import { systemClock } from './system-clock.ts';

describe.each(backends)('a queue on $name', ({ isMissing, start }) => {
  let database: Awaited<ReturnType<Backend['start']>>;
  let port: QueuePort;
  let queue: JobQueue;
  let count = 0;

  beforeAll(async () => {
    if (!isMissing) database = await start();
  });
  afterAll(async () => {
    if (!isMissing) await database[Symbol.asyncDispose]();
  });

  const test = (name: string, body: () => Promise<void>): void =>
    it.skipIf(isMissing)(name, { timeout: 30_000 }, async () => {
      const treatment = { tries: 3, backoffMs: 20, keepCompleted: 5 };
      port = database.url
        ? (await openIndexQueue({ name: `q${count++}`, url: database.url, ...treatment })).port
        : memoryPort({ clock: systemClock, ...treatment });
      queue = port.units;
      try {
        await body();
      } finally {
        await port.close();
      }
    });

  /** Runs a worker until `isOver` returns true. */
  const workUntil = async (isOver: () => Promise<boolean>, handler: JobHandler, own: Partial<WorkOptions> = {}) => {
    const worker = queue.work(handler, { ...options, ...own });
    await until(isOver);
    await worker.stop({ graceMs: 5000 });
  };
  const isIn = (state: string, id: string) => async () => (await queue.find(id))?.state === state;

  test('keeps jobs as they were added, and adds each id once', async () => {
    await queue.add([job('5-a'), job('5-b'), job('5-a')]);
    await queue.add([{ id: '5-b', json: '{"other":1}' }, job('5-c')]);
    expect(await queue.counts()).toEqual({ waiting: 3, delayed: 0, active: 0, completed: 0, failed: 0 });
    expect((await queue.unfinishedIds()).toSorted()).toEqual(['5-a', '5-b', '5-c']);
    expect(await queue.find('5-b')).toEqual({
      ...job('5-b'),
      state: 'waiting',
      result: undefined,
      reason: undefined,
      endedTries: 0,
    });
    expect(await queue.find('5-none')).toBeUndefined();
  });

  test('hands out jobs in the order of addition, and keeps small results', async () => {
    await queue.add(['5-a', '5-b', '5-c'].map(job));
    const seen: unknown[] = [];
    await workUntil(isIn('completed', '5-c'), async ({ id, json }) => {
      seen.push(id, JSON.parse(json).of);
      return { kind: 'done', result: { id } };
    });
    expect(seen).toEqual(['5-a', '5-a', '5-b', '5-b', '5-c', '5-c']);
    expect(await queue.find('5-b')).toMatchObject({ state: 'completed', result: { id: '5-b' } });
    expect(await queue.unfinishedIds()).toEqual([]);
  });

  test('does not add a completed job again', async () => {
    await queue.add([job('5-a')]);
    await workUntil(isIn('completed', '5-a'), async () => ({ kind: 'done', result: {} }));
    await queue.add([job('5-a')]);
    expect(await queue.counts()).toMatchObject({ waiting: 0, completed: 1 });
  });

  test('forgets the oldest completed jobs', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `5-${index}x`);
    await queue.add(ids.map(job));
    await workUntil(isIn('completed', ids.at(-1)!), async () => ({ kind: 'done', result: {} }));
    expect(new Set(await queue.finishedIds('completed'))).toEqual(new Set(ids.slice(-5)));
  });

  test('retries a job up to its limit, then fails it with the reason', async () => {
    await queue.add([job('5-a')]);
    let tries = 0;
    await workUntil(isIn('failed', '5-a'), async () => ({ kind: 'failed', reason: `broken\0 ${++tries}` }));
    expect(tries).toBe(3);
    const { state, endedTries, reason } = (await queue.find('5-a'))!;
    expect([state, endedTries, reason?.replace('\0', ' ')]).toEqual(['failed', 3, 'broken  3']);
    expect(await queue.finishedIds('failed')).toEqual(['5-a']);
  });

  test('treats an exception of the handler as a failed attempt', async () => {
    await queue.add([job('5-a')]);
    let tries = 0;
    await workUntil(isIn('completed', '5-a'), async () => {
      if (++tries === 1) throw new TypeError('not there');
      return { kind: 'done', result: {} };
    });
    expect(tries).toBe(2);
  });

  test('does not retry a dead job', async () => {
    await queue.add([job('5-a')]);
    let tries = 0;
    await workUntil(isIn('failed', '5-a'), async () => ({ kind: 'dead', reason: `of no use ${++tries}` }));
    expect(await queue.find('5-a')).toMatchObject({ reason: 'of no use 1', endedTries: 1 });
  });

  test('gives a failed job all its attempts when it is retried', async () => {
    await queue.add([job('5-a')]);
    let tries = 0;
    const handler: JobHandler = async () => ({ kind: 'failed', reason: `${++tries}` });
    await workUntil(isIn('failed', '5-a'), handler);
    await queue.retry('5-a');
    expect(await queue.unfinishedIds()).toEqual(['5-a']);
    await workUntil(isIn('failed', '5-a'), handler);
    expect(tries).toBe(6);
  });

  test('does not retry a job that has not failed', async () => {
    await queue.add([job('5-a')]);
    await queue.retry('5-a');
    await queue.retry('5-none');
    expect(await queue.counts()).toMatchObject({ waiting: 1, failed: 0 });
  });

  for (const kind of ['later', 'back', 'pause'] as const) {
    test(`does not count an attempt that ends with "${kind}"`, async () => {
      await queue.add([job('5-a')]);
      let calls = 0;
      await workUntil(isIn('completed', '5-a'), async () => {
        if (++calls > 6) return { kind: 'done', result: {} };
        return kind === 'back' ? { kind } : { kind, ms: 5 };
      });
      expect(calls).toBe(7);
      expect(await queue.find('5-a')).toMatchObject({ state: 'completed', endedTries: 1 });
    });
  }

  test('hands out no job to any worker during a pause', async () => {
    await queue.add(['5-a', '5-b'].map(job));
    const seen: [string, number][] = [];
    const handler: JobHandler = async ({ id }) => {
      seen.push([id, Date.now()]);
      return seen.length === 1 ? { kind: 'pause', ms: 400 } : { kind: 'done', result: {} };
    };
    await workUntil(async () => (await queue.counts()).completed === 2, handler);
    expect(seen).toHaveLength(3);
    expect(seen[1]![1] - seen[0]![1]).toBeGreaterThanOrEqual(350);
  });

  for (const [event, outcome] of [
    ['another job is completed', { kind: 'done', result: {} }],
    ['another job begins a shorter pause', { kind: 'pause', ms: 5 }],
  ] as const) {
    test(`hands out no job to any worker until a pause ends, even when ${event}`, async () => {
      await queue.add(['5-a', '5-b'].map(job));
      const ms = 1500;
      const bothActive = deferred();
      const laterStarts: number[] = [];
      let pausedAt = 0;
      let calls = 0;
      const handler: JobHandler = async () => {
        switch (++calls) {
          case 1:
            await bothActive.promise;
            pausedAt = Date.now();
            return { kind: 'pause', ms };
          case 2:
            bothActive.resolve();
            await until(async () => (await queue.counts()).waiting === 1);
            await queue.add(['5-c', '5-d'].map(job));
            return outcome;
          default:
            laterStarts.push(Date.now());
            return { kind: 'done', result: {} };
        }
      };
      const work = (workerName: string): JobWorker => queue.work(handler, { ...options, concurrency: 2, workerName });
      const workers = [work('first'), work('second')];
      await until(async () => calls > 1 && (await queue.counts()).active === 0);
      workers.push(work('third'));
      await until(async () => (await queue.counts()).completed === 4);
      await Promise.all(workers.map(async (worker) => worker.stop({ graceMs: 5000 })));
      expect(Math.min(...laterStarts)).toBeGreaterThanOrEqual(pausedAt + ms);
    });
  }

  test('does not count a pause of 0 ms as an attempt', async () => {
    await queue.add([job('5-a')]);
    let calls = 0;
    const handler: JobHandler = async () => (++calls > 4 ? { kind: 'done', result: {} } : { kind: 'pause', ms: 0 });
    await workUntil(async () => (await queue.finishedIds('completed')).length === 1, handler);
    expect(await queue.find('5-a')).toMatchObject({ endedTries: 1, reason: undefined });
  });

  test('allows replacing a job while it is active', async () => {
    await queue.add([job('5-a')]);
    const texts: string[] = [];
    await workUntil(isIn('completed', '5-a'), async ({ id, json }) => {
      texts.push(json);
      await queue.replace({ id, json: '{"step":2}' });
      return texts.length === 1 ? { kind: 'later', ms: 1 } : { kind: 'done', result: {} };
    });
    expect(texts).toEqual([job('5-a').json, '{"step":2}']);
  });

  test('returns whether a job was replaced, and adds none', async () => {
    await queue.add([job('5-a')]);
    expect(await queue.replace({ id: '5-a', json: '{"step":2}' })).toBe(true);
    expect(await queue.replace({ id: '5-none', json: '{"step":2}' })).toBe(false);
    expect(await queue.find('5-a')).toMatchObject({ json: '{"step":2}' });
    expect(await queue.find('5-none')).toBeUndefined();
  });

  test('removes a job', async () => {
    await queue.add(['5-a', '5-b'].map(job));
    await queue.remove('5-a');
    await queue.remove('5-none');
    expect(await queue.unfinishedIds()).toEqual(['5-b']);
  });

  test('runs up to `concurrency` jobs at the same time', async () => {
    await queue.add(['5-a', '5-b', '5-c', '5-d'].map(job));
    let underWay = 0;
    let most = 0;
    const together = deferred();
    const handler: JobHandler = async () => {
      most = Math.max(most, ++underWay);
      if (underWay === 2) together.resolve();
      await together.promise;
      underWay--;
      return { kind: 'done', result: {} };
    };
    await workUntil(async () => (await queue.counts()).completed === 4, handler, { concurrency: 2 });
    expect(most).toBe(2);
  });

  test('stops after the active jobs, and takes no others', async () => {
    await queue.add(['5-a', '5-b'].map(job));
    const begun = deferred();
    const goOn = deferred();
    const worker = queue.work(async () => {
      begun.resolve();
      await goOn.promise;
      return { kind: 'done', result: {} };
    }, options);
    await begun.promise;
    const stopped = worker.stop({ graceMs: 10_000 });
    goOn.resolve();
    await stopped;
    expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0, completed: 1 });
  });

  for (const [which, isDeaf] of [
    ['jobs that are still active after `graceMs`', false],
    ['jobs whose handler ignores its signal', true],
  ] as const) {
    test(`returns ${which} to the queue`, async () => {
      await queue.add([job('5-a')]);
      const begun = deferred();
      const worker = queue.work(async (_, { signal }) => {
        begun.resolve();
        await new Promise((_resolve, reject) => {
          if (!isDeaf) signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
        return { kind: 'done', result: {} };
      }, options);
      await begun.promise;
      await worker.stop({ graceMs: 1 });
      expect(await queue.counts()).toMatchObject({ waiting: 1, active: 0, failed: 0 });
      expect(await queue.find('5-a')).toMatchObject({ endedTries: 0 });
    });
  }

  test('does not give a job to another worker when it takes longer than the lock', async () => {
    await queue.add([job('5-a')]);
    const workers: JobWorker[] = [];
    const calls: string[] = [];
    const over = deferred();
    const handlerOf =
      (name: string): JobHandler =>
      async () => {
        calls.push(name);
        // Three times the lock, and more than seven checks for lost workers.
        await systemClock.sleep(3 * options.lockMs);
        over.resolve();
        return { kind: 'done', result: {} };
      };
    for (const name of ['first', 'second']) workers.push(queue.work(handlerOf(name), { ...options, workerName: name }));
    await over.promise;
    await Promise.all(workers.map(async (worker) => worker.stop({ graceMs: 5000 })));
    expect(calls).toHaveLength(1);
    expect(await queue.counts()).toMatchObject({ completed: 1, waiting: 0, active: 0 });
  });
});
