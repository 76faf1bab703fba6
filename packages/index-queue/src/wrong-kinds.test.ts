import type { OptionKind } from '@x/core';
import { misspeltNames, valuesOfOtherKinds } from '@x/core/testing';
import { describe, expect, it } from 'vitest';

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

describe.each<[string, (options: object) => unknown, Record<string, OptionKind>]>([
  ['openIndexQueue', (options) => openIndexQueue({ name: 'a', ...options }), opening],
  ['enqueueDocuments', (options) => enqueueDocuments(queue, [], { ...run, ...options }), enqueueing],
  ['createIndexWorker', (options) => createIndexWorker({ queue, pipeline: new FakePipeline(), ...options }), working],
  ['finishRun', (options) => finishRun(queue, { ...run, ...options }), finishing],
  ['watchRun', (options) => watchRun(queue, { ...run, ...options }).next(), watching],
  ['readRejected', (options) => readRejected(queue, { ...run, ...options }).next(), reading],
])('%s', (_name, call, kinds) => {
  const outcome = async (options: object): Promise<unknown> => {
    try {
      return await call(options);
    } catch (error) {
      return error;
    }
  };

  it.each(Object.entries(kinds))('rejects a %s that is not a %s, and names it', async (name, kind) => {
    for (const value of valuesOfOtherKinds(kind === 'secret' ? 'text' : kind)) {
      expect(await outcome({ [name]: value })).toMatchObject({ code: 'INVALID_ARGUMENT', parameter: name });
    }
  });

  it('rejects misspelled names', async () => {
    for (const name of misspeltNames(Object.keys(kinds))) {
      expect(await outcome({ [name]: 1 })).toMatchObject({ code: 'INVALID_ARGUMENT', value: name });
    }
  });
});

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
