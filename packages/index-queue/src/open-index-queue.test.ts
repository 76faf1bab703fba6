import { inspect } from 'node:util';
import { deferred } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

import { postgresPrograms, redisServer, startPostgres, startRedis } from '@x/database-servers';
import { FakePipeline } from './__tests__/fake-pipeline.ts';
import { job, until, workOptions } from './__tests__/queue-backends.ts';
import { createIndexWorker, enqueueDocuments, finishRun, type JobHandler, openIndexQueue } from './index.ts';

const closedPort = '127.0.0.1:1';
const failureOf = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

describe('openIndexQueue', () => {
  it.each([
    ['a name with a colon', { name: 'a:b', url: 'redis://localhost' }, 'name'],
    ['an empty name', { name: '', url: 'redis://localhost' }, 'name'],
    ['neither a URL nor a connection', { name: 'a' }, 'url'],
    ['both', { name: 'a', url: 'redis://localhost', connection: {} }, 'connection'],
    ['a backend without a connection', { name: 'a', url: 'redis://localhost', backend: () => {} }, 'backend'],
    ['another database', { name: 'a', url: 'mysql://user:secret-word@localhost' }, 'the scheme of url'],
    ['a text that is not a URL', { name: 'a', url: 'user:secret-word@localhost' }, 'the scheme of url'],
    ['a bare % in the password', { name: 'a', url: 'redis://user:50%secret-word@localhost' }, 'url'],
    ['a bare % for PostgreSQL', { name: 'a', url: 'postgres://user:50%secret-word@localhost' }, 'url'],
    ['no tries', { name: 'a', url: 'redis://localhost', tries: 0 }, 'tries'],
  ])('rejects %s', async (_, options, parameter) => {
    const error = await failureOf(openIndexQueue(options));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', parameter });
    expect(String(error)).not.toContain('secret-word');
  });

  it('states that a text is not a URL', async () => {
    const error = await failureOf(openIndexQueue({ name: 'a', url: 'localhost 6379' }));
    expect(error).toMatchObject({
      message: expect.stringMatching(/^url must start with redis:.*, but is not a URL\.$/),
    });
  });

  it.each(['redis', 'postgres'])('names a %s server that cannot be reached, without the password', async (scheme) => {
    const url = `${scheme}://user:secret-word@${closedPort}/0?options=secret-option`;
    const error = await failureOf(openIndexQueue({ name: 'articles', url, timeoutMs: 2000 }));
    expect(error).toMatchObject({ code: 'QUEUE', queue: 'articles', operation: 'open' });
    expect(String(error)).toContain(`${scheme}://${closedPort}: connect ECONNREFUSED`);
    expect(JSON.stringify([String(error), error, (error as Error).cause])).not.toMatch(/secret/);
  });

  it.skipIf(!postgresPrograms)(
    'creates the tables once when several programs open the queue at the same time',
    { timeout: 60_000 },
    async () => {
      await using database = await startPostgres();
      const open = async () => openIndexQueue({ name: 'articles', url: database.url });
      const queues = await Promise.all([open(), open(), open(), open()]);
      await queues[0]!.port.units.add([{ id: '5-a', json: '1' }]);
      expect(await queues[3]!.port.units.unfinishedIds()).toEqual(['5-a']);
      await Promise.all(queues.map(async (queue) => queue.close()));
    },
  );

  it.skipIf(!postgresPrograms)('runs queries beside many workers of one queue', { timeout: 60_000 }, async () => {
    await using database = await startPostgres();
    await using queue = await openIndexQueue({ name: 'articles', url: database.url, timeoutMs: 5000 });
    const { units } = queue.port;
    const numbers = Array.from({ length: 8 }, (_, index) => index);
    const allActive = deferred();
    let active = 0;
    const handler: JobHandler = async () => {
      if (++active === numbers.length) allActive.resolve();
      await allActive.promise;
      return { kind: 'done', result: {} };
    };
    const workers = numbers.map((number) => units.work(handler, { ...workOptions, workerName: `worker ${number}` }));
    try {
      await units.add(numbers.map((number) => job(`5-${number}x`)));
      await until(async () => (await units.unfinishedIds()).length === 0);
    } finally {
      await Promise.all(workers.map(async (worker) => worker.stop({ graceMs: 0 })));
    }
    expect(active).toBe(numbers.length);
  });

  it.skipIf(!postgresPrograms)('states what a pool of the caller lacks', { timeout: 60_000 }, async () => {
    await using database = await startPostgres();
    const { default: pg } = await import('pg');
    const { createPostgresBackend: backend, runMigrations } = await import('bullmq');
    const pool = new pg.Pool({ connectionString: database.url });
    const failure = async (options: object): Promise<unknown> =>
      failureOf(openIndexQueue({ name: 'articles', connection: pool, ...options }));
    try {
      expect(await failure({})).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'backend' });
      const noTables = { code: 'QUEUE', operation: 'open', message: expect.stringContaining('runMigrations') };
      expect(await failure({ backend })).toMatchObject(noTables);
      const client = await pool.connect();
      await runMigrations(client);
      client.release();
      const noPath = { code: 'QUEUE', message: expect.stringContaining("options: '-c search_path=bullmq'") };
      expect(await failure({ backend })).toMatchObject(noPath);
    } finally {
      await pool.end();
    }
  });

  it.skipIf(!postgresPrograms)(
    'runs a worker on a pool of the caller with four connections, and leaves it open',
    { timeout: 60_000 },
    async () => {
      await using database = await startPostgres();
      await (await openIndexQueue({ name: 'articles', url: database.url })).close();
      const { default: pg } = await import('pg');
      const { createPostgresBackend: backend } = await import('bullmq');
      const pool = new pg.Pool({ connectionString: database.url, options: '-c search_path=bullmq', max: 4 });
      const pipeline = new FakePipeline();
      const queue = await openIndexQueue({ name: 'articles', connection: pool, backend });
      const worker = createIndexWorker({ queue, pipeline, finishPollMs: 10 });
      await enqueueDocuments(queue, [{ id: 'a', payload: { text: 'a' } }], { runId: 1 });
      expect(await finishRun(queue, { runId: 1, pollMs: 10 })).toMatchObject({ documents: 1, indexed: 1 });
      await worker.close();
      await queue.close();
      expect((await pool.query('SELECT 1')).rowCount).toBe(1);
      await pool.end();
    },
  );

  it.skipIf(!redisServer)('passes no password to `onError`', { timeout: 60_000 }, async () => {
    await using database = await startRedis();
    const { Redis } = await import('ioredis');
    const admin = new Redis(database.url);
    admin.on('error', () => {});
    await admin.config('SET', 'requirepass', 'secret-word');
    const errors: unknown[] = [];
    const { promise: refused, resolve } = deferred();
    const onError = (error: unknown): void => {
      errors.push(error);
      if (String(error).includes('WRONGPASS')) resolve();
    };
    const url = database.url.replace('redis://', 'redis://:secret-word@');
    const queue = await openIndexQueue({ name: 'articles', url, onError });
    await admin.config('SET', 'requirepass', 'another');
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await refused;
    admin.disconnect();
    await queue.close();
    for (const error of errors) expect(error).toMatchObject({ code: 'QUEUE', operation: 'connect' });
    expect(inspect(errors, { depth: 9, showHidden: true })).not.toContain('secret-word');
  });

  it.skipIf(!redisServer)('disconnects when the queues cannot be opened', { timeout: 60_000 }, async () => {
    await using database = await startRedis();
    const { Redis } = await import('ioredis');
    const client = new Redis(database.url);
    const clients = async (): Promise<number> => String(await client.client('LIST')).split('id=').length - 1;
    const before = await clients();
    const error = await failureOf(openIndexQueue({ name: 'articles', url: `${database.url}?keyPrefix=x` }));
    expect(String(error)).toContain('does not support ioredis prefixes');
    // The server notices the end of a connection a moment later.
    for (let tries = 0; tries < 1000 && (await clients()) > before; tries++);
    expect(await clients()).toBe(before);
    client.disconnect();
  });

  it.skipIf(!redisServer)('does not close a connection of the caller', { timeout: 60_000 }, async () => {
    await using database = await startRedis();
    const { Redis } = await import('ioredis');
    const client = new Redis(database.url, { maxRetriesPerRequest: null });
    await (await openIndexQueue({ name: 'articles', connection: client, prefix: '{index}' })).close();
    expect(await client.keys('{index}:articles-units:*')).not.toEqual([]);
    client.disconnect();
  });
});
