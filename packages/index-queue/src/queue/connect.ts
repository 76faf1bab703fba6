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
  const { password, search, searchParams } = new URL(url);
  const values = [...searchParams].flatMap(([name, value]) => (openParameters.has(name) ? [] : secretsIn(value)));
  return [url, password, decodeURIComponent(password), search, ...values].filter(
    (secret) => secret !== '' && secret !== '?',
  );
}

/** Parameters of a URL that are parts of the address, which errors contain. */
const openParameters = new Set(['host', 'port', 'user', 'dbname', 'application_name']);
/** Values of parameters that are no secrets. To hide them would garble messages. */
const openWords =
  /^(?:disable|allow|prefer|require|(?:no-)?verify(?:-ca|-full)?|direct|true|false|search_path|.{0,3}|\d+)$/;

/** Returns a value and its words, because a server may name one word, such as a setting in `options`. */
function secretsIn(value: string): readonly string[] {
  return [value, ...value.split(/[\s"',;=]+/)].filter((word) => !openWords.test(word));
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
    onError(disturbed({ queue, url, error }));
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
  const reportError = (error: unknown): void => onError(disturbed({ queue, url, error }));
  pool.on('error', reportError);
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
    client.on('error', reportError);
    try {
      // Several processes may migrate at the same time: BullMQ locks the database. With a current schema, the user needs no right to create tables.
      const version = await assertSchemaCompatibility(client).catch(() => 0);
      if (version < LATEST_SCHEMA_VERSION) await runMigrations(client);
    } finally {
      client.off('error', reportError);
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

interface ConnectionFailure {
  readonly queue: string;
  readonly url: string;
  readonly error: unknown;
}

/** Returns the error of an open connection. Like `queueError`, it drops the original error, because that of Redis contains the command with the password. */
function disturbed({ queue, url, error }: ConnectionFailure): QueueError {
  const message = `The connection of the queue "${queue}" failed: ${reasonOf(error, url)}. The queue connects again by itself.`;
  return new QueueError({ message, queue, operation: 'connect' });
}

function reasonOf(error: unknown, url: string): string {
  return withoutSecrets(describeError(error), secretsOf(url));
}

function unreachable({ queue, url, error }: ConnectionFailure): QueueError {
  const reason = reasonOf(error, url);
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
