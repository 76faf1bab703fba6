import { InvalidArgumentError, type OptionKinds, requireInteger, type RetryOptions } from '@x/core';
import type { VersionListener } from './version-check.ts';

/** A Qdrant server or cluster, and how to talk to it. */
export interface ServerLocation {
  /** Scheme, host, optional port and optional path, e.g. `https://example.org:6333/qdrant`. */
  readonly url: string;
  /** Sent as the `api-key` header; never shown in an error. */
  readonly apiKey?: string;
  /** The port when the URL names none; null leaves it to the scheme. @default 6333 */
  readonly port?: number | null;
  /** Further headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one try of a request may take, 1 to 2147483647 milliseconds. @default 300000 */
  readonly timeoutMs?: number;
  /** How long a call may take, all its tries and waits together, 1 to 2147483647 milliseconds. @default no limit */
  readonly totalTimeoutMs?: number;
  readonly retry?: RetryOptions;
  /**
   * The connections to use: a `Dispatcher` of undici, such as its `ProxyAgent` for a proxy, or an `Agent` with certificates of your own. It
   * stays yours to close. @default those of Node.js, which are kept alive
   */
  readonly dispatcher?: object;
  /**
   * Called once when the server's version does not fit this client: another major one, or a minor one more than 1 apart. The version is asked
   * for beside the first call; a failure to learn it is no failure. @default the version is not asked for
   */
  readonly onIncompatibleVersion?: VersionListener;
  /** Send the apiKey over plain http to another machine, where anyone on the way can read it. @default false */
  readonly allowInsecureApiKey?: boolean;
}

/** The kinds of the settings; those of any kind have checks of their own, which show no secrets. */
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

/** @throws {InvalidArgumentError} when it is no number of milliseconds that a timer can wait. */
export function requireTimeout(milliseconds: unknown, parameter: string): number {
  return requireInteger(milliseconds, parameter, { min: 1, max: 2 ** 31 - 1 });
}

/** @throws {InvalidArgumentError} when it cannot dispatch requests. */
export function requireDispatcher(dispatcher: object): object {
  const isDispatcher = typeof dispatcher === 'object' && dispatcher !== null && 'dispatch' in dispatcher;
  if (isDispatcher && typeof dispatcher.dispatch === 'function') return dispatcher;
  const expected = "an undici Dispatcher, such as new ProxyAgent('http://proxy:3128')";
  throw new InvalidArgumentError({ parameter: 'dispatcher', value: typeof dispatcher, expected });
}
