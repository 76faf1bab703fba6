import type { Duplex } from 'node:stream';
import { InvalidArgumentError, QueueError, withoutSecrets } from '@x/core';
import type { createRedisBackend } from 'bullmq';

import { loadPackage } from './load-package.ts';
import { closingMs, endsWithin, within } from './within.ts';

/** A function that creates the backend of a queue, in the only type that BullMQ's classes accept without type arguments. */
export type BullmqBackend = typeof createRedisBackend;

/** A connection that the queues of one index queue share. */
export interface SharedConnection {
  readonly connection: object;
  /** Undefined for Redis, which is BullMQ's default. */
  readonly backend: BullmqBackend | undefined;
  close(): Promise<void>;
}

/** The settings of a connection. */
export interface ConnectSettings {
  readonly queue: string;
  readonly url: string;
  readonly timeoutMs: number;
  readonly onError: (error: unknown) => void;
}

/** Maximum PostgreSQL connections for queries. Each worker of a queue holds a further one. */
const queryConnections = 4;
const longestReconnectMs = 10_000;

/** Connects to the database of a URL. Rejects when the first connection fails. Later, lost connections are reestablished. */
export async function connect(settings: ConnectSettings): Promise<SharedConnection> {
  requireEscapes(settings.url);
  return schemeOf(settings.url).startsWith('redis') ? connectRedis(settings) : connectPostgres(settings);
}

/** Returns the parts of a URL that no error may contain. */
export function secretsOf(url: string | undefined): readonly string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password, search } = new URL(url);
  return [url, password, decodeURIComponent(password), search].filter((secret) => secret !== '' && secret !== '?');
}

async function connectRedis({ queue, url, timeoutMs, onError }: ConnectSettings): Promise<SharedConnection> {
  const { Redis } = await loadPackage('ioredis', { queue, load: async () => import('ioredis') });
  const client = new Redis(url, {
    lazyConnect: true,
    // BullMQ requires that calls wait for a lost connection.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 500, longestReconnectMs),
  });
  let lastError: unknown;
  client.on('error', (error: unknown) => {
    lastError = error;
    onError(error);
  });
  try {
    await within(timeoutMs, client.connect());
  } catch (error) {
    client.disconnect();
    throw unreachable({ queue, url, error: lastError ?? error });
  }
  return { connection: client, backend: undefined, close: async () => client.disconnect() };
}

async function connectPostgres({ queue, url, timeoutMs, onError }: ConnectSettings): Promise<SharedConnection> {
  const { default: pg } = await loadPackage('pg', { queue, load: async () => import('pg') });
  const { assertSchemaCompatibility, createPostgresBackend, DEFAULT_SCHEMA, LATEST_SCHEMA_VERSION, runMigrations } =
    await import('bullmq');
  const pool = new pg.Pool({
    connectionString: url,
    max: queryConnections,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    // BullMQ uses its default schema with a pool that it did not create.
    options: `-c search_path="${DEFAULT_SCHEMA}"`,
  });
  pool.on('error', onError);
  // The pool waits for its connections to end, which a lost database never does.
  const sockets = new Set<Duplex>();
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection;
    sockets.add(stream);
    stream.once('close', () => sockets.delete(stream));
  });
  // Each queue and each worker adds a listener.
  pool.setMaxListeners(0);
  try {
    const client = await pool.connect();
    client.on('error', onError);
    try {
      // Several processes may migrate at the same time: BullMQ locks the database. With a current schema, the user needs no right to create tables.
      const version = await assertSchemaCompatibility(client).catch(() => 0);
      if (version < LATEST_SCHEMA_VERSION) await runMigrations(client);
    } finally {
      client.off('error', onError);
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw unreachable({ queue, url, error });
  }
  const createBackend: typeof createPostgresBackend = (name, options, use) => {
    const backend = createPostgresBackend(name, options, use);
    // A worker holds a connection of the pool to wait for jobs. Without room for it, workers would leave none for queries.
    if (use?.withBlockingConnection === true) {
      pool.options.max++;
      backend.once('close', () => pool.options.max--);
    }
    return backend;
  };
  const backend = createBackend as unknown as BullmqBackend;
  const close = async (): Promise<void> => {
    if (await endsWithin(closingMs, pool.end())) return;
    for (const socket of sockets) socket.destroy();
  };
  return { connection: pool, backend, close };
}

function unreachable({ queue, url, error }: { queue: string; url: string; error: unknown }): QueueError {
  const reason = withoutSecrets(describeError(error), secretsOf(url));
  const { protocol, host } = new URL(url);
  const message = `The queue "${queue}" cannot be opened at ${protocol}//${host}: ${reason}. Is the database running at this address?`;
  return new QueueError({ message, queue, operation: 'open' });
}

/** Returns the message of an error. When several addresses failed, the error is an AggregateError without a message. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describeError).join('; ');
  return error instanceof Error ? error.message.replace(/\.$/, '') || error.name : String(error);
}

/** Throws an error without the URL, which may contain a password. */
function requireEscapes(url: string): void {
  try {
    decodeURIComponent(url);
  } catch {
    throw new InvalidArgumentError({
      parameter: 'url',
      value: '(hidden)',
      expected: 'a URL in which every % starts an escape sequence',
      problem: () => 'url contains a % that is not part of an escape sequence.',
      advice: 'Write a % of the password as %25.',
    });
  }
}

function schemeOf(url: string): string {
  const schemes = ['redis:', 'rediss:', 'postgres:', 'postgresql:'];
  const scheme = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (scheme !== undefined && schemes.includes(scheme)) return scheme;
  // The URL may contain a password.
  const expected = 'redis:, rediss:, postgres: or postgresql:';
  const facts = { parameter: 'the scheme of url', value: scheme ?? 'not a URL', expected };
  if (scheme !== undefined) throw new InvalidArgumentError(facts);
  const problem = () => `url must start with ${expected}, but is not a URL.`;
  throw new InvalidArgumentError({ ...facts, problem });
}
