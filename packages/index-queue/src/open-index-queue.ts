import {
  callObserver,
  InvalidArgumentError,
  type OptionKinds,
  requireFilledText,
  requireInteger,
  requireOptions,
  requireTimeout,
  withoutSecrets,
} from '@x/core';

import type { BullmqParts } from './queue/bullmq-parts.ts';
import { BullmqQueue } from './queue/bullmq-queue.ts';
import { type BullmqBackend, connect, describeError, secretsOf, type SharedConnection } from './queue/connect.ts';
import { loadPackage } from './queue/load-package.ts';
import { requireReadyPool } from './queue/own-pool.ts';
import { systemClock } from './queue/system-clock.ts';
import { closingMs, endsWithin } from './queue/within.ts';
import { IndexQueue } from './index-queue.ts';

/** Options of {@link openIndexQueue}. */
export interface IndexQueueOptions {
  /** Name of the queue, the same for all programs of one corpus. Must not contain colons. */
  readonly name: string;
  /** URL of the database: `redis:`, `rediss:`, `postgres:` or `postgresql:`. Errors never contain its password. @default the `connection` */
  readonly url?: string;
  /**
   * Your own connection instead of a URL, as BullMQ takes it: an ioredis client or cluster, or a pg pool. The queue does not close it.
   *
   * A pool needs BullMQ's tables, which its `runMigrations` creates, `options: '-c search_path=bullmq'`, and a `max` of two for each worker plus two.
   */
  readonly connection?: object;
  /** BullMQ's backend for the `connection`, such as its `createPostgresBackend`. @default Redis */
  readonly backend?: unknown;
  /** Prefix of each key in Redis. A cluster needs one in braces, such as `{index}`. @default BullMQ's default, `bull` */
  readonly prefix?: string;
  /** Maximum attempts for a unit that fails for a reason that may pass. @default 8 */
  readonly tries?: number;
  /** Milliseconds before the second attempt. Doubles before each further attempt, and is randomly shortened by up to a half. @default 2000 */
  readonly backoffMs?: number;
  /** Number of completed units that the queue keeps for inspection. PostgreSQL takes longer to complete a unit, the more it keeps. @default 0 */
  readonly keepCompleted?: number;
  /** Timeout of the first connection in milliseconds. Later calls wait for a lost database. @default 10,000 */
  readonly timeoutMs?: number;
  /** Receives errors between calls, such as a lost connection. The queue recovers by itself. */
  readonly onError?: (error: unknown) => void;
}

const optionKinds: OptionKinds<IndexQueueOptions> = {
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

/** Number of completed jobs of finished runs to keep: two for each run that removed documents. */
const keptFinishJobs = 200;
/** Maximum attempts to remove vanished documents at the end of a run. */
const triesOfFinish = 20;

/**
 * Opens a queue of indexing work in Redis or PostgreSQL, and creates its tables if needed. Close it at the end, for example with `await using`.
 *
 * @throws {InvalidArgumentError} when an option is invalid.
 * @throws {QueueError} when the database cannot be reached, or `bullmq`, `ioredis` or `pg` is not installed.
 * @example
 * await using queue = await openIndexQueue({ name: 'articles', url: 'redis://localhost:6379' });
 */
export async function openIndexQueue(options: IndexQueueOptions): Promise<IndexQueue> {
  requireOptions(options, optionKinds);
  const { name, url, tries = 8, backoffMs = 2000, keepCompleted = 0, timeoutMs = 10_000 } = options;
  const onError = (error: unknown): void => callObserver(options.onError, error);
  requireName(name);
  requireInteger(tries, 'tries', { min: 1 });
  requireTimeout(backoffMs, 'backoffMs');
  requireInteger(keepCompleted, 'keepCompleted', { min: 0 });
  requireTimeout(timeoutMs, 'timeoutMs');
  const ownConnection = requireOneWay(options);
  const bullmq = await loadPackage('bullmq', { queue: name, load: async () => import('bullmq') });
  if (ownConnection !== undefined) await requireReadyPool({ queue: name, bullmq, ...ownConnection });
  const shared = ownConnection ?? (await connect({ queue: name, url: url ?? '', timeoutMs, onError }));
  const queues: BullmqQueue[] = [];
  const close = async (): Promise<void> => {
    try {
      // Without a database, only the end of the connection ends the calls of a queue.
      await endsWithin(closingMs, Promise.all(queues.map(async (queue) => queue.close())));
    } finally {
      await shared.close();
    }
  };
  try {
    const secrets = secretsOf(url);
    const shares = {
      bullmq,
      connection: shared.connection,
      backend: shared.backend ?? bullmq.createRedisBackend,
      prefix: options.prefix,
      describe: (error: unknown) => withoutSecrets(describeError(error), secrets),
      onError,
      clock: systemClock,
      backoffMs,
    };
    const others = { ...shares, tries: triesOfFinish, keepCompleted: keptFinishJobs };
    const open = async (parts: BullmqParts): Promise<BullmqQueue> => {
      const queue = new BullmqQueue(parts);
      queues.push(queue);
      await queue.open();
      return queue;
    };
    const [units, finishes, records, rejected] = await Promise.all([
      open({ ...shares, name: `${name}-units`, tries, keepCompleted }),
      open({ ...others, name: `${name}-finishes` }),
      open({ ...others, name: `${name}-records` }),
      open({ ...others, name: `${name}-rejected` }),
    ]);
    return new IndexQueue(name, { units, finishes, records, rejected, close });
  } catch (error) {
    await close().catch(onError);
    throw error;
  }
}

function requireOneWay({ url, connection, backend }: IndexQueueOptions): SharedConnection | undefined {
  if (connection === undefined && url === undefined) {
    const expected = 'the address of a database, such as redis://localhost:6379';
    const advice = 'Set either url or connection.';
    throw new InvalidArgumentError({ parameter: 'url', value: url, expected, advice });
  }
  if (connection !== undefined && url !== undefined) {
    throw new InvalidArgumentError({
      parameter: 'connection',
      value: connection,
      expected: 'absent when url is set',
    });
  }
  if (connection !== undefined) {
    return { connection, backend: backend as BullmqBackend | undefined, close: async () => {} };
  }
  if (backend === undefined) return undefined;
  throw new InvalidArgumentError({ parameter: 'backend', value: backend, expected: 'absent when url is set' });
}

function requireName(name: string): void {
  requireFilledText(name, 'name');
  if (!name.includes(':')) return;
  throw new InvalidArgumentError({ parameter: 'name', value: name, expected: 'a string without colons' });
}
