import { InvalidArgumentError, type OptionKinds, type RetryOptions } from '@x/core';
import type { VersionListener } from './version-check.ts';

/** A Qdrant server or cluster, with the settings of its connection. */
export interface ServerLocation {
  /** Scheme, host, optional port and optional path, e.g. `https://example.org:6333/qdrant`. */
  readonly url: string;
  /** Sent as the `api-key` header; never shown in an error. */
  readonly apiKey?: string;
  /** The port when the URL names none; null selects the default port of the scheme. @default 6333 */
  readonly port?: number | null;
  /** Additional headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Timeout of one attempt of a request in milliseconds, 1 to 2147483647. @default 300000 */
  readonly timeoutMs?: number;
  /** Timeout of a call, with all its attempts and waits, in milliseconds, 1 to 2147483647. @default no limit */
  readonly totalTimeoutMs?: number;
  readonly retry?: RetryOptions;
  /**
   * The connections to use: a `Dispatcher` of undici, such as its `ProxyAgent` for a proxy, or an `Agent` with your own certificates. The client does
   * not close it. @default the connections of Node.js, which are kept alive
   */
  readonly dispatcher?: object;
  /**
   * Called once when the server's version does not fit this client: a different major version, or a minor version more than 1 apart. The version is
   * requested in parallel with the first call, and a failure of that request is ignored. @default the version is not requested
   */
  readonly onIncompatibleVersion?: VersionListener;
  /** Send the apiKey over plain http to another machine, where anyone on the way can read it. @default false */
  readonly allowInsecureApiKey?: boolean;
}

/** The kinds of the settings. Those of kind `any` have their own checks, which reveal no secrets. */
export const serverLocationKinds: OptionKinds<ServerLocation> = {
  url: 'text',
  apiKey: 'any',
  port: 'any',
  headers: 'any',
  timeoutMs: 'any',
  totalTimeoutMs: 'any',
  retry: 'object',
  dispatcher: 'any',
  onIncompatibleVersion: 'function',
  allowInsecureApiKey: 'boolean',
};

/** @throws {InvalidArgumentError} when the value has no `dispatch` method. */
export function requireDispatcher(dispatcher: object): object {
  const isDispatcher = typeof dispatcher === 'object' && dispatcher !== null && 'dispatch' in dispatcher;
  if (isDispatcher && typeof dispatcher.dispatch === 'function') return dispatcher;
  const expected = "an undici Dispatcher, such as new ProxyAgent('http://proxy:3128')";
  // The value may be the address of a proxy with a password, so only its type is shown.
  const type = dispatcher === null ? 'null' : `of the type ${typeof dispatcher}`;
  const problem = () => `dispatcher must be ${expected}, but is ${type}.`;
  throw new InvalidArgumentError({ parameter: 'dispatcher', value: typeof dispatcher, expected, problem });
}
