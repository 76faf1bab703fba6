import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  callObserver,
  type OptionKinds,
  requireInteger,
  requireMethods,
  requireOptions,
  requireTimeout,
} from '@x/core';

import type { IndexQueue } from '../index-queue.ts';
import type { IndexingPipeline } from '../indexing-pipeline.ts';
import type { JobWorker, WorkOptions } from '../queue/queue-port.ts';
import { requireIndexQueue } from '../require-queue.ts';
import { finishRunWith } from '../runs/finish-step.ts';
import { indexUnitWith, type ReadDocuments, type UnitEvent } from './index-unit.ts';
import { WorkerTally } from './worker-tally.ts';

/** Options of {@link createIndexWorker}. */
export interface IndexWorkerOptions<Item, Payload extends object> {
  readonly queue: IndexQueue;
  /** The pipeline that indexes documents: a `SearchPipeline` of `@x/pipeline`. */
  readonly pipeline: IndexingPipeline<Payload>;
  /** Returns the documents that the items of a unit refer to. @default the items are the documents */
  readonly read?: ReadDocuments<Item, Payload>;
  /** Units at the same time. Two keep the model busy while documents are read and stored, and share its batches. @default 2 */
  readonly concurrency?: number;
  /** Name of the worker in rates and in the queue. @default the host name and the process id */
  readonly name?: string;
  /** Milliseconds after which other workers get the units of a lost worker. A live worker keeps its units. @default 60,000 */
  readonly lockMs?: number;
  /** Milliseconds between two checks for units of lost workers. @default 30,000 */
  readonly stalledCheckMs?: number;
  /** How many workers may be lost during one unit before it fails. A deployment stops workers, and a document may crash them. @default 10 */
  readonly maxLostWorkers?: number;
  /** Milliseconds for which no worker takes a unit when a server responds with 429 and no Retry-After, or with a Retry-After of 0 or in the past. @default 10,000 */
  readonly pauseMs?: number;
  /** Maximum rejected documents to keep for `readRejected`. Further ones are only counted. @default 10,000 */
  readonly keepRejected?: number;
  /** Milliseconds between two checks of a run that is being finished. @default 2000 */
  readonly finishPollMs?: number;
  /** Milliseconds that active units have to end after `close` before they are returned to the queue. @default 30,000 */
  readonly graceMs?: number;
  /** Receives the outcome of each attempt of a unit. */
  readonly onUnit?: (event: UnitEvent) => void;
  /** Receives errors between units, such as a lost connection, and what `onUnit` throws or rejects with. The worker recovers by itself. Errors of `onError` itself are ignored. */
  readonly onError?: (error: unknown) => void;
}

const optionKinds: OptionKinds<IndexWorkerOptions<unknown, object>> = {
  queue: 'any',
  pipeline: 'any',
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

/** A worker of {@link createIndexWorker}. */
export interface IndexWorker extends AsyncDisposable {
  readonly name: string;
  /** Takes no further units, waits for active ones, and returns those that are not done within `graceMs` to the queue. */
  close(): Promise<void>;
}

/**
 * Creates a worker that takes units from a queue and lets a pipeline index them, until it is closed. It also finishes runs, see `finishRun`.
 *
 * A unit that fails for a reason that may pass is retried later. A unit that cannot succeed fails immediately. A document that cannot be indexed is
 * skipped and recorded. When this process is lost, another worker repeats its units. Repeating a unit does not change documents that are already done.
 *
 * @throws {InvalidArgumentError} when an option is invalid.
 * @example
 * await using worker = createIndexWorker({ queue, pipeline, read: (paths) => readFiles(paths) });
 */
export function createIndexWorker<Item, Payload extends object>(
  options: IndexWorkerOptions<Item, Payload>,
): IndexWorker {
  requireOptions(options, optionKinds);
  const settings = requireSettings(options);
  const { queue, pipeline, name, graceMs, pauseMs } = settings;
  const { port, clock } = queue;
  const onError = (error: unknown): void => callObserver(options.onError, error);
  const tally = new WorkerTally({ port, clock, worker: name, workerKey: randomUUID() });
  const { concurrency, lockMs, stalledCheckMs, maxLostWorkers, keepRejected } = settings;
  const work: WorkOptions = { concurrency, workerName: name, lockMs, stalledCheckMs, maxLostWorkers, onError };
  const indexUnit = indexUnitWith({
    port,
    clock,
    pipeline,
    read: options.read ?? ((items) => items as never),
    tally,
    pauseMs,
    keepRejected,
    onUnit: options.onUnit ?? (() => {}),
    onError,
  });
  const finish = finishRunWith({ port, clock, pipeline, pollMs: settings.finishPollMs, pauseMs });
  const workers: readonly JobWorker[] = [
    port.units.work(indexUnit, work),
    port.finishes.work(finish, { ...work, concurrency: 1 }),
  ];
  const close = async (): Promise<void> => {
    await Promise.all(workers.map(async (worker) => worker.stop({ graceMs })));
  };
  return { name, close, [Symbol.asyncDispose]: close };
}

function requireSettings<Item, Payload extends object>(options: IndexWorkerOptions<Item, Payload>) {
  const { queue, pipeline, name = `${hostname()}-${process.pid}` } = options;
  requireIndexQueue(queue);
  const expected = 'a pipeline with runs, such as SearchPipeline of @x/pipeline';
  requireMethods(pipeline, 'pipeline', { methods: ['index', 'removeVanished'], expected });
  const count = (option: 'concurrency' | 'keepRejected' | 'maxLostWorkers', value: number, min: number): number =>
    requireInteger(options[option] ?? value, option, { min });
  const time = (
    option: 'lockMs' | 'stalledCheckMs' | 'finishPollMs' | 'pauseMs' | 'graceMs',
    value: number,
    min = 1,
  ): number => requireTimeout(options[option] ?? value, option, { min });
  return {
    queue,
    pipeline,
    name,
    concurrency: count('concurrency', 2, 1),
    lockMs: time('lockMs', 60_000),
    stalledCheckMs: time('stalledCheckMs', 30_000),
    finishPollMs: time('finishPollMs', 2000),
    maxLostWorkers: count('maxLostWorkers', 10, 0),
    pauseMs: time('pauseMs', 10_000, 0),
    keepRejected: count('keepRejected', 10_000, 0),
    graceMs: time('graceMs', 30_000, 0),
  };
}
