import type { OptionKind } from '@x/core';
import { optionConformance } from '@x/core/testing';
import { expect, it } from 'vitest';

import { FakePipeline } from './__tests__/fake-pipeline.ts';
import { memoryIndexQueue } from './__tests__/memory-index-queue.ts';
import {
  createIndexWorker,
  enqueueDocuments,
  type EnqueueOptions,
  finishRun,
  type FinishRunOptions,
  type IndexQueueOptions,
  type IndexWorkerOptions,
  openIndexQueue,
  readRejected,
  type ReadRejectedOptions,
  watchRun,
  type WatchRunOptions,
} from './index.ts';

type Kinds<Options> = Record<keyof Options, OptionKind>;

const opening: Kinds<IndexQueueOptions> = {
  name: 'text',
  url: 'secret',
  connection: 'object',
  backend: 'function',
  prefix: 'text',
  tries: 'number',
  backoffMs: 'number',
  keepCompleted: 'number',
  timeoutMs: 'number',
  onError: 'function',
};
const enqueueing: Kinds<EnqueueOptions> = {
  runId: 'number',
  unitSize: 'number',
  highWaterMark: 'number',
  pollMs: 'number',
  signal: 'signal',
  onProgress: 'function',
};
const working: Kinds<IndexWorkerOptions<unknown, object>> = {
  queue: 'object',
  pipeline: 'object',
  read: 'function',
  concurrency: 'number',
  name: 'text',
  lockMs: 'number',
  stalledCheckMs: 'number',
  maxLostWorkers: 'number',
  pauseMs: 'number',
  keepRejected: 'number',
  finishPollMs: 'number',
  graceMs: 'number',
  onUnit: 'function',
  onError: 'function',
};
const finishing: Kinds<FinishRunOptions> = {
  runId: 'number',
  removeVanished: 'boolean',
  allowEmpty: 'boolean',
  pollMs: 'number',
  signal: 'signal',
};
const watching: Kinds<WatchRunOptions> = { runId: 'number', intervalMs: 'number', signal: 'signal' };
const reading: Kinds<ReadRejectedOptions> = { runId: 'number' };

const { queue } = memoryIndexQueue();
const run = { runId: 1 };

const cases = optionConformance([
  { name: 'openIndexQueue', kinds: opening, defaults: { name: 'a' }, call: openIndexQueue },
  {
    name: 'enqueueDocuments',
    kinds: enqueueing,
    defaults: run,
    call: (options) => enqueueDocuments(queue, [], options),
  },
  {
    name: 'createIndexWorker',
    kinds: working,
    defaults: { queue, pipeline: new FakePipeline() },
    call: createIndexWorker,
  },
  { name: 'finishRun', kinds: finishing, defaults: run, call: (options) => finishRun(queue, options) },
  { name: 'watchRun', kinds: watching, defaults: run, call: (options) => watchRun(queue, options).next() },
  { name: 'readRejected', kinds: reading, defaults: run, call: (options) => readRejected(queue, options).next() },
]);
it.each(cases)('$name', (check) => check.run());

it.each([
  ['enqueueDocuments', () => enqueueDocuments({} as never, [], run)],
  ['finishRun', () => finishRun(openIndexQueue as never, run)],
  ['watchRun', () => watchRun(undefined as never, run).next()],
  ['readRejected', () => readRejected(null as never, run).next()],
])('%s rejects a value that is not a queue', async (_, call) => {
  await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'queue' });
});

it.each([undefined, 'a text', 7, {}])('enqueueDocuments rejects %j as items', async (items) => {
  const outcome = enqueueDocuments(queue, items as never, run);
  await expect(outcome).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: 'items' });
});
