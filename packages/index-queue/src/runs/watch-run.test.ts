import { describe, expect, it } from 'vitest';

import { documents, FakePipeline } from '../__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import {
  createIndexWorker,
  enqueueDocuments,
  findNewestRun,
  finishRun,
  prometheusMetrics,
  type RunStatus,
  watchRun,
} from '../index.ts';
import { type WorkerRecord, writeWorkerRecord } from './run-records.ts';

const now = async (queue: Parameters<typeof watchRun>[0], runId = 5): Promise<RunStatus> => {
  for await (const status of watchRun(queue, { runId })) return status;
  throw new Error('there is always a status');
};
const zeros = { units: 0, items: 0, documents: 0, indexed: 0, unchanged: 0, superseded: 0, rejected: 0, passages: 0 };

describe('watchRun', () => {
  it('returns an empty status for a run that was not started', async () => {
    const { queue } = memoryIndexQueue();
    expect(await now(queue)).toMatchObject({
      state: 'enqueueing',
      units: { total: 0, done: 0, failed: 0 },
      documentsPerSecond: 0,
      workers: [],
    });
  });

  it('counts the remaining and failed units of this run only', async () => {
    const { queue } = memoryIndexQueue({ tries: 1 });
    const pipeline = new FakePipeline();
    pipeline.failing.push(new Error('broken'));
    await enqueueDocuments(queue, documents('a', 'b', 'c'), { runId: 5, unitSize: 2 });
    const worker = createIndexWorker({ queue, pipeline, concurrency: 1 });
    while ((await queue.port.units.unfinishedIds()).length > 0) await queue.clock.sleep(1);
    await worker.close();
    await enqueueDocuments(queue, documents('x', 'y', 'z'), { runId: 6, unitSize: 1 });
    expect(await now(queue)).toMatchObject({
      state: 'indexing',
      units: { total: 2, done: 1, failed: 1 },
      items: { total: 3, done: 1, failed: 2 },
      queue: { waiting: 3, failed: 1 },
      documents: 1,
    });
    expect(await now(queue, 6)).toMatchObject({ units: { total: 3, done: 0, failed: 0 }, documents: 0 });
  });

  it('ends with the report when the run is finished', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, documents('a', 'b'), { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline: new FakePipeline(), name: 'first' });
    const report = await finishRun(queue, { runId: 5 });
    const seen: RunStatus[] = [];
    for await (const status of watchRun(queue, { runId: 5 })) seen.push(status);
    expect(seen).toMatchObject([{ state: 'finished', report, workers: [{ name: 'first', documents: 2 }] }]);
  });

  it('rejects when the database loses the run', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    let statuses = 0;
    const watching = async (): Promise<void> => {
      for await (const _ of watchRun(queue, { runId: 5 })) {
        statuses++;
        for (const id of await queue.port.records.unfinishedIds()) await queue.port.records.remove(id);
      }
    };
    const lost = watching();
    await expect(lost).rejects.toMatchObject({ code: 'QUEUE', operation: 'watch' });
    await expect(lost).rejects.toThrow('the database lost its data. Enqueue the documents again');
    expect(statuses).toBe(1);
  });

  it('reads again after the interval until its signal aborts', async () => {
    const { queue, clock } = memoryIndexQueue();
    const controller = new AbortController();
    const seen: number[] = [];
    const watching = async () => {
      for await (const _ of watchRun(queue, { runId: 5, intervalMs: 700, signal: controller.signal }))
        if (seen.push(clock.time) === 3) controller.abort(new Error('enough'));
    };
    await expect(watching()).rejects.toThrow('enough');
    expect(seen.map((time) => time - seen[0]!)).toEqual([0, 700, 1400]);
  });

  it('reports the rate of the last minute and the remaining time', async () => {
    const { queue, clock } = memoryIndexQueue();
    await enqueueDocuments(queue, documents(...Array.from({ length: 10 }, (_, index) => `${index}`)), {
      runId: 5,
      unitSize: 1,
    });
    const record: WorkerRecord = { ...zeros, worker: 'w', documents: 40, recent: [], startedAt: clock.time - 300_000 };
    const ended = (agoMs: number) => [clock.time - agoMs, 1, 4] as const;
    const write = async (recent: WorkerRecord['recent']) =>
      writeWorkerRecord(queue.port, { runId: 5, workerKey: 'k', record: { ...record, recent } });
    // 3 units of 4 documents in the last minute; the one before it does not count.
    await write([ended(70_000), ended(50_000), ended(30_000), ended(1000)]);
    expect(await now(queue)).toMatchObject({ documentsPerSecond: 12 / 60, remainingMs: (10 / (3 / 60)) * 1000 });
    // A worker with more units per minute than are recorded: 4 units in the 20 seconds since the first.
    await write([ended(20_000), ended(15_000), ended(10_000), ended(5000), ended(0)]);
    expect((await now(queue)).documentsPerSecond).toBeCloseTo(16 / 20);
    // A worker that has been idle for a while.
    await write([ended(70_000)]);
    const idle = await now(queue);
    expect(idle).toMatchObject({
      documentsPerSecond: 0,
      workers: [{ name: 'w', documents: 40, documentsPerSecond: 0 }],
    });
    expect(idle).not.toHaveProperty('remainingMs');
  });
});

describe('a worker that was restarted with the same name', () => {
  it('is one worker of the status and of the metrics, with the sums of both', async () => {
    const { queue, clock } = memoryIndexQueue();
    const ended = (agoMs: number) => [clock.time - agoMs, 1, 6] as const;
    const before = { worker: 'pod-1', documents: 40, recent: [ended(30_000)], startedAt: clock.time - 300_000 };
    const after = { worker: 'pod-1', documents: 6, recent: [ended(1000)], startedAt: clock.time - 10_000 };
    const other = { worker: 'pod-2', documents: 3, recent: [], startedAt: clock.time };
    for (const [workerKey, record] of Object.entries({ before, after, other }))
      await writeWorkerRecord(queue.port, { runId: 5, workerKey, record: { ...zeros, ...record } });
    const status = await now(queue);
    expect(status.documents).toBe(49);
    expect(status.workers).toEqual([
      { name: 'pod-1', documents: 46, documentsPerSecond: 6 / 60 + 6 / 10 },
      { name: 'pod-2', documents: 3, documentsPerSecond: 0 },
    ]);
    const samples = prometheusMetrics(status).match(/^\S+worker="pod-1"\S*/gm);
    expect(samples).toHaveLength(1);
  });
});

describe('findNewestRun', () => {
  it('returns the largest id of the enqueued runs in any order, or undefined without runs', async () => {
    const { queue } = memoryIndexQueue();
    expect(await findNewestRun(queue)).toBeUndefined();
    for (const runId of [7, 12, 9]) await enqueueDocuments(queue, documents('a'), { runId });
    expect(await findNewestRun(queue)).toBe(12);
  });

  it('returns a finished run too', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, documents('a'), { runId: 5 });
    await using _ = createIndexWorker({ queue, pipeline: new FakePipeline() });
    await finishRun(queue, { runId: 5 });
    expect(await findNewestRun(queue)).toBe(5);
  });
});

describe('prometheusMetrics', () => {
  it('writes each value once, with its labels escaped', async () => {
    const { queue } = memoryIndexQueue();
    await enqueueDocuments(queue, documents('a', 'b', 'c'), { runId: 5, unitSize: 2 });
    const record: WorkerRecord = { ...zeros, worker: 'a"b\\c\nd', recent: [], startedAt: 0 };
    await writeWorkerRecord(queue.port, { runId: 5, workerKey: 'k', record });
    const text = prometheusMetrics(await now(queue));
    const lines = text.trimEnd().split('\n');
    expect(lines).toContain('x_index_queue_units{run="5",state="left"} 2');
    expect(lines).toContain('x_index_queue_items{run="5",state="left"} 3');
    expect(lines).toContain('x_index_queue_jobs{state="waiting"} 2');
    expect(lines).toContain(String.raw`x_index_queue_worker_documents_per_second{run="5",worker="a\"b\\c\nd"} 0`);
    const names = lines.filter((line) => !line.startsWith('#')).map((line) => line.split(' ')[0]);
    expect(new Set(names).size).toBe(names.length);
    for (const line of lines) expect(line).toMatch(/^# (HELP|TYPE) x_\w+ .+$|^x_\w+\{[^}]+\} [\d.]+$/);
  });
});
