import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { QdrantClient } from '@x/qdrant-adapter';
import { serve } from '@x/qdrant-local/server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { postgresPrograms, redisServer, startPostgres, startRedis, type TestDatabase } from '@x/database-servers';
import { documents } from './__tests__/fake-pipeline.ts';
import { enqueueDocuments, finishRun, openIndexQueue } from './index.ts';

const script = fileURLToPath(new URL('__tests__/worker-process.mjs', import.meta.url));
const ids = Array.from({ length: 24 }, (_, index) => `document-${index}`);

/** The processes that a test started. A failed test may leave some running. */
const started = new Set<ChildProcess>();

/** A worker in its own process, with the lines that it has written. */
class WorkerProcess {
  readonly lines: string[] = [];
  readonly #child: ChildProcessByStdio<null, Readable, null>;
  #wake = (): void => {};

  constructor(...args: readonly string[]) {
    this.#child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.add(this.#child);
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#wake();
    });
  }

  async wrote(isEnough: (lines: readonly string[]) => boolean): Promise<void> {
    while (!isEnough(this.lines)) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

describe.each([
  ['Redis', redisServer, startRedis],
  ['PostgreSQL', postgresPrograms, startPostgres],
])('workers on %s', (_, server, start) => {
  let database: TestDatabase | undefined;

  afterEach(() => {
    for (const child of started) child.kill('SIGKILL');
    started.clear();
  });
  beforeAll(async () => {
    database = server === undefined ? undefined : await start();
  });
  afterAll(async () => database?.[Symbol.asyncDispose]());

  it.skipIf(server === undefined)(
    'leave their units to others when they are killed, and no attempt is counted',
    { timeout: 120_000 },
    async () => {
      const { url } = database!;
      await using queue = await openIndexQueue({ name: 'killed', url, tries: 2 });
      await enqueueDocuments(queue, documents(...ids), { runId: 5, unitSize: 2 });
      // Its units take longer than the test, so it is killed during them.
      const killed = new WorkerProcess(url, 'killed', '600000');
      await killed.wrote((lines) => lines.length >= 2);
      await killed.end('SIGKILL');
      const other = new WorkerProcess(url, 'killed', '20');
      const report = await finishRun(queue, { runId: 5, pollMs: 50 });
      expect(report).toMatchObject({ units: 12, documents: 24, indexed: 24, failedUnits: 0 });
      const begun = (lines: readonly string[]) => lines.filter((line) => line.startsWith('begin'));
      expect(begun(killed.lines)).toHaveLength(2);
      expect(new Set(begun(other.lines))).toHaveProperty('size', 12);
      expect(begun(other.lines)).toEqual(expect.arrayContaining(begun(killed.lines)));
      const completed = await queue.port.units.finishedIds('completed');
      expect(completed).toHaveLength(12);
      for (const id of completed) expect(await queue.port.units.find(id)).toMatchObject({ endedTries: 1 });
      expect(await other.end('SIGTERM')).toBe(0);
    },
  );

  it.skipIf(server === undefined)('finish their active units when they are stopped', { timeout: 120_000 }, async () => {
    const { url } = database!;
    await using queue = await openIndexQueue({ name: 'stopped', url });
    await enqueueDocuments(queue, documents(...ids), { runId: 5, unitSize: 2 });
    const worker = new WorkerProcess(url, 'stopped', '500');
    await worker.wrote((lines) => lines.length >= 2);
    expect(await worker.end('SIGTERM')).toBe(0);
    expect(worker.lines.map((line) => line.split(' ')[0])).toEqual(['begin', 'begin', 'closed']);
    expect(await queue.port.units.counts()).toMatchObject({ active: 0, waiting: 10, completed: 2, failed: 0 });
  });

  it.skipIf(server === undefined)(
    'store each document once, and remove vanished documents',
    { timeout: 120_000 },
    async () => {
      const { url } = database!;
      await using qdrant = await serve({ port: 0 });
      await using queue = await openIndexQueue({ name: 'stored', url, tries: 2 });
      await using client = new QdrantClient(qdrant.url);
      const stored = async () => {
        const { points } = await client.scroll('documents', { limit: 100, with_payload: true });
        return points.map(({ payload }) => String(payload?.['text'])).toSorted();
      };
      const texts = (all: readonly string[]) => all.map((id) => `text of ${id}`).toSorted();
      const startWorker = () => new WorkerProcess(url, 'stored', '100', qdrant.url);
      await enqueueDocuments(queue, documents(...ids), { runId: 5, unitSize: 2 });
      const killed = startWorker();
      // The worker may be embedding or storing when it is killed.
      await killed.wrote((lines) => lines.length >= 3);
      await killed.end('SIGKILL');
      const workers = [startWorker(), startWorker()];
      expect(await finishRun(queue, { runId: 5, pollMs: 50 })).toMatchObject({ units: 12, failedUnits: 0, removed: 0 });
      expect(await stored()).toEqual(texts(ids));

      const kept = ids.slice(5);
      await enqueueDocuments(queue, documents(...kept, 'new'), { runId: 6, unitSize: 2 });
      const report = await finishRun(queue, { runId: 6, pollMs: 50 });
      expect(report).toMatchObject({ indexed: 1, unchanged: 19, removed: 5, failedUnits: 0 });
      expect(await stored()).toEqual(texts([...kept, 'new']));
      await Promise.all(workers.map(async (worker) => worker.end('SIGTERM')));
    },
  );
});
