import { VectorStoreError } from '@x/core';
import { expect, it } from 'vitest';

import { FakePipeline } from '../__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from '../__tests__/memory-index-queue.ts';
import { enqueueDocuments } from '../index.ts';
import type { JobOutcome } from '../queue/queue-port.ts';
import { finishRunWith } from './finish-step.ts';
import { forgetOlderRuns } from './run-records.ts';

it('tries to finish a run again each minute during a long outage, and gives up after a day', async () => {
  const { queue, clock } = memoryIndexQueue();
  const { port } = queue;
  await enqueueDocuments(queue, [], { runId: 5 });
  const pipeline = new FakePipeline();
  const finish = finishRunWith({ port, clock, pipeline, pollMs: 2000, pauseMs: 10_000 });
  await port.records.add([{ id: '5-finish', json: '{"removeVanished":true,"allowEmpty":true}' }]);
  await port.finishes.add([{ id: '5-finish', json: '{"isRetried":false}' }]);
  const find = port.finishes.find.bind(port.finishes);
  let endedTries = 0;
  port.finishes.find = async (id) => {
    if (id === '5-close') return { id, json: '{}', state: 'completed', result: {}, reason: undefined, endedTries: 1 };
    return { ...(await find(id))!, endedTries };
  };
  const attempt = async (): Promise<JobOutcome> => {
    pipeline.failing.push(new VectorStoreError({ message: 'The store is down.', operation: 'delete' }));
    return finish((await find('5-finish'))!, { signal: new AbortController().signal });
  };
  for (; endedTries < 5; endedTries++) expect(await attempt()).toMatchObject({ kind: 'failed' });
  for (let minute = 1; minute < 24 * 60; minute++) expect(await attempt()).toEqual({ kind: 'later', ms: 60_000 });
  expect(await attempt()).toEqual({ kind: 'dead', reason: 'VectorStoreError' });
  // A later call of `finishRun` has a whole day again.
  expect(await attempt()).toEqual({ kind: 'later', ms: 60_000 });
});

it('stops retrying units and forgetting runs when the worker stops', async () => {
  const { queue, clock } = memoryIndexQueue({ tries: 1 });
  const { port } = queue;
  await enqueueDocuments(queue, ['a', 'b'], { runId: 5, unitSize: 1 });
  const failing = port.units.work(async () => ({ kind: 'failed', reason: '' }), { concurrency: 1 } as never);
  while ((await port.units.counts()).failed < 2) await clock.sleep(1);
  await failing.stop({ graceMs: 0 });
  const signal = AbortSignal.abort(new Error('The worker stops.'));
  const finish = finishRunWith({ port, clock, pipeline: new FakePipeline(), pollMs: 2000, pauseMs: 10_000 });
  await expect(finish({ id: '5-finish', json: '{"isRetried":false}' }, { signal })).rejects.toThrow('stops');
  await expect(forgetOlderRuns(port, { runId: 6, signal })).rejects.toThrow('stops');
  expect(await port.units.counts()).toMatchObject({ failed: 2 });
});
