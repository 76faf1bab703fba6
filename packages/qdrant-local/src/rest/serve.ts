import {
  InvalidArgumentError,
  type OptionKinds,
  requireHostNames,
  requireInteger,
  requireOptions,
  requireText,
  requireTimeout,
} from '@x/core';

import { QdrantLocal, type QdrantLocalOptions } from '../api/qdrant-local.ts';
import { HttpListener, type ServedRequest } from './http-listener.ts';

/** Options of {@link serve}. */
export interface ServeOptions {
  /** TCP port, 0 to 65535; 0 selects a free one. @default 6333 */
  readonly port?: number;
  /** Address to listen on. Any address other than this machine's own exposes the data to a network. @default '127.0.0.1' */
  readonly host?: string;
  /** Key that requests must send in `api-key` or `Authorization: Bearer`. @default none: every client has full access */
  readonly apiKey?: string | undefined;
  /**
   * Host names, in addition to those of this machine, that requests may use, without port, such as a proxy's. Applies to a loopback
   * address without a key. There, requests to other host names are rejected with status 403, because pages of other sites could send them.
   *
   * @default none
   */
  readonly allowedHosts?: readonly string[];
  /** Folder that stores the collections. @default none: collections are in memory only */
  readonly path?: string | undefined;
  /** How `order_by` and `facet` treat a payload key without an index, see {@link QdrantLocalOptions}. @default 'refuse' */
  readonly unindexed?: QdrantLocalOptions['unindexed'];
  /** A database to serve instead of a new one. Closing the server leaves it open. Excludes `path` and `unindexed`. @default none */
  readonly database?: QdrantLocal | undefined;
  /** Largest decompressed request body in bytes, from 1. @default 33_554_432, as on a Qdrant server */
  readonly maxBodyBytes?: number;
  /**
   * Milliseconds that `close` waits for requests in progress before it closes their connections, from 0. An interrupted request is
   * applied completely or not at all. @default 10_000
   */
  readonly closeTimeoutMs?: number;
  /**
   * Called when a response has been sent or its client has disconnected. An error that it throws changes nothing; the first one becomes
   * a process warning. @default none
   */
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
  /** The address of the server, such as `http://127.0.0.1:6333`. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting requests, waits for those in progress, and closes the database that it opened. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves Qdrant's REST API over HTTP/1.1, so that the official clients of any language can use this engine.
 *
 * Operations that the engine lacks fail with status 501. There is no TLS and no CORS.
 *
 * @throws {InvalidArgumentError} for an out-of-range or unknown option.
 * @throws {VectorStoreError} when the server cannot listen on the port, or the folder cannot be opened.
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
  requireTimeout(closeTimeoutMs, 'closeTimeoutMs', { min: 0 });
  requireFilled(host, 'host');
  if (apiKey !== undefined) requireFilled(apiKey, 'apiKey');
  requireHostNames(allowedHosts, 'allowedHosts');
  for (const [parameter, value] of Object.entries({ path, unindexed })) {
    if (given === undefined || value === undefined) continue;
    throw new InvalidArgumentError({ parameter, value, expected: 'omitted when a database is given' });
  }
  const database = given ?? new QdrantLocal({ path, unindexed });
  const listener = new HttpListener({ database, apiKey, host, allowedHosts, maxBodyBytes, closeTimeoutMs, onRequest });
  const close = async (): Promise<void> => {
    await listener.close();
    if (given === undefined) await database.close();
  };
  try {
    // Opens the folder, so that a lock or a damaged file is detected here.
    await database.getCollections();
    const address = await listener.listen(port, host);
    return { ...address, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function requireFilled(value: unknown, parameter: string): void {
  if (requireText(value, parameter) === '')
    throw new InvalidArgumentError({ parameter, value, expected: 'a string that is not empty' });
}
