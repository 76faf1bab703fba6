import {
  InvalidArgumentError,
  type OptionKinds,
  requireHostNames,
  requireInteger,
  requireOptions,
  requireText,
} from '@x/core';

import { QdrantLocal, type QdrantLocalOptions } from '../api/qdrant-local.ts';
import { HttpListener, type ServedRequest } from './http-listener.ts';

/** Options of {@link serve}. */
export interface ServeOptions {
  /** TCP port, 0 to 65535; 0 takes a free one. @default 6333 */
  readonly port?: number;
  /** Address to listen on. Anything but this machine's own makes the data public to a network. @default '127.0.0.1' */
  readonly host?: string;
  /** Key that requests must carry in `api-key` or `Authorization: Bearer`. @default none: everybody may do everything */
  readonly apiKey?: string | undefined;
  /**
   * Names besides those of this machine that requests may be sent to, without port, such as a proxy's. Counts on a loopback address without a key: other
   * names are refused there, with status 403, as those of other sites' pages.
   *
   * @default none
   */
  readonly allowedHosts?: readonly string[];
  /** Folder to keep the collections in. @default none: the collections live in memory only */
  readonly path?: string | undefined;
  /** What `order_by` and `facet` do on a payload key without an index, see {@link QdrantLocalOptions}. @default 'refuse' */
  readonly unindexed?: QdrantLocalOptions['unindexed'];
  /** A database to serve instead of a new one; closing the server leaves it open. Excludes `path` and `unindexed`. @default none */
  readonly database?: QdrantLocal | undefined;
  /** Largest request body in bytes once it is decompressed, from 1. @default 33_554_432, as on a Qdrant server */
  readonly maxBodyBytes?: number;
  /**
   * Milliseconds that `close` gives requests that are still arriving or being answered before it cuts them off, from 0.
   * A request that is cut off is applied whole or not at all. @default 10_000
   */
  readonly closeTimeoutMs?: number;
  /** Called when an answer has been sent, or its client has gone. What it throws is not caught. @default none */
  readonly onRequest?: ((request: ServedRequest) => void) | undefined;
}

const optionKinds: OptionKinds<ServeOptions> = {
  port: 'number',
  host: 'text',
  apiKey: 'secret',
  allowedHosts: 'any',
  path: 'any',
  unindexed: 'any',
  database: 'object',
  maxBodyBytes: 'number',
  closeTimeoutMs: 'number',
  onRequest: 'function',
};

/** A running server. */
export interface QdrantServer extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:6333`. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, waits for those that have begun, and closes the database that it opened. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves Qdrant's REST API over HTTP/1.1, so that the official clients of any language work on this engine.
 *
 * Operations that the engine does not have are answered with status 501. There is no TLS and no CORS.
 *
 * @throws {InvalidArgumentError} for an option out of its range, or of another name.
 * @throws {VectorStoreError} when the port cannot be listened on, or the folder cannot be opened.
 * @example
 * await using server = await serve({ port: 0 });
 * await (await fetch(`${server.url}/healthz`)).text(); // => 'healthz check passed'
 */
export async function serve(options: ServeOptions = {}): Promise<QdrantServer> {
  const {
    port = 6333,
    host = '127.0.0.1',
    apiKey,
    allowedHosts = [],
    onRequest,
  } = requireOptions(options, optionKinds);
  const { path, unindexed, database: given, maxBodyBytes = 33_554_432, closeTimeoutMs = 10_000 } = options;
  requireInteger(port, 'port', { min: 0, max: 65_535 });
  requireInteger(maxBodyBytes, 'maxBodyBytes', { min: 1 });
  requireInteger(closeTimeoutMs, 'closeTimeoutMs', { min: 0, max: 2 ** 31 - 1 });
  requireFilled(host, 'host');
  if (apiKey !== undefined) requireFilled(apiKey, 'apiKey');
  requireHostNames(allowedHosts, 'allowedHosts');
  for (const [parameter, value] of Object.entries({ path, unindexed })) {
    if (given === undefined || value === undefined) continue;
    throw new InvalidArgumentError({ parameter, value, expected: 'left out where a database is given' });
  }
  const database = given ?? new QdrantLocal({ path, unindexed });
  const listener = new HttpListener({ database, apiKey, host, allowedHosts, maxBodyBytes, closeTimeoutMs, onRequest });
  const close = async (): Promise<void> => {
    await listener.close();
    if (given === undefined) await database.close();
  };
  try {
    // Opens the folder, so that it is here that a lock or a damaged file is noticed.
    await database.getCollections();
    const address = await listener.listen(port, host);
    return { ...address, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function requireFilled(value: unknown, parameter: string): void {
  if (requireText(value, parameter) === '') throw new InvalidArgumentError({ parameter, value, expected: 'filled' });
}
