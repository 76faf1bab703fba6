import { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import { requireInteger } from '@x/core';
import { decodeAnswer } from './decode-answer.ts';
import { startDeadline } from './deadline.ts';
import { encodeRequest } from './encode-request.ts';
import { type ObservedResponse, observeResponse } from './observe-response.ts';
import type { BackendCall, QdrantBackend } from './qdrant-backend.ts';
import { type FailedRequest, toEmptyAnswerError, toTimeoutError, toVectorStoreError } from './remote-errors.ts';
import { type OperationName, remoteRoutes } from './remote-routes.ts';
import { createRetryPolicy, type Outcome, type RetryOptions, type RetryPolicy, withRetries } from './retry.ts';
import { parseRetryAfter } from './retry-after.ts';
import { parseServerAddress } from './server-address.ts';
import { serverHeaders } from './server-headers.ts';

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
  /** How long one request may take, 1 to 2147483647 milliseconds. @default 300000 */
  readonly timeoutMs?: number;
  readonly retry?: RetryOptions;
  /** Send the apiKey over plain http to another machine, where anyone on the way can read it. @default false */
  readonly allowInsecureApiKey?: boolean;
}

type Send = (payload: object, init: object) => Promise<{ readonly data?: unknown }>;

/** A backend over the official client. Nothing is sent before the first call. */
export class RemoteBackend implements QdrantBackend {
  readonly remote: OfficialClient;
  readonly isAtomic = false;
  readonly #server: string;
  readonly #secrets: readonly string[];
  readonly #timeoutMs: number;
  readonly #retryPolicy: RetryPolicy;

  /** @throws {InvalidArgumentError} when the location cannot be used. */
  constructor({ url, apiKey, port, headers, timeoutMs = 300_000, retry, allowInsecureApiKey }: ServerLocation) {
    const address = parseServerAddress(url, port);
    const sent = serverHeaders(address, { apiKey, headers, allowInsecureApiKey });
    this.#timeoutMs = requireInteger(timeoutMs, 'timeoutMs', { min: 1, max: 2 ** 31 - 1 });
    this.#retryPolicy = createRetryPolicy(retry);
    this.#secrets = sent.secrets;
    this.#server = `${address.origin}${address.port === null ? '' : `:${address.port}`}${address.prefix}`;
    this.remote = new OfficialClient({
      url: address.origin,
      port: address.port,
      prefix: address.prefix,
      headers: { ...sent.headers },
      checkCompatibility: false,
      // Its timeout would replace the caller's AbortSignal; the deadline of each attempt does both.
      timeout: Number.POSITIVE_INFINITY,
    });
  }

  async call(operation: OperationName, call: BackendCall): Promise<unknown> {
    const { collection, path, body = {}, signal } = call;
    const route = remoteRoutes[operation];
    const encoded = route.body === undefined ? body : encodeRequest(body, route.body);
    const payload = { ...encoded, ...path, ...(collection === undefined ? {} : { collection_name: collection }) };
    const send = this.remote.api()[route.method] as unknown as Send;
    const isIdempotent = route.isIdempotent ?? true;
    const attempt = (): Promise<Outcome<unknown>> =>
      this.#attempt((init) => send(payload, init), { operation, collection, isIdempotent, signal });
    const result = await withRetries(attempt, this.#retryPolicy, signal);
    return decodeAnswer(result, route.answer, { operation, collection });
  }

  /** Node's own connections close themselves when they idle. */
  async close(): Promise<void> {}

  async #attempt(
    send: (init: object) => ReturnType<Send>,
    { operation, collection, isIdempotent, signal }: Attempt,
  ): Promise<Outcome<unknown>> {
    signal?.throwIfAborted();
    const observed: ObservedResponse = {};
    const failed: FailedRequest = { operation, collection, server: this.#server, secrets: this.#secrets, observed };
    using deadline = startDeadline(this.#timeoutMs, signal);
    try {
      // `dispatcher: undefined` takes Node's own connections: those of the client's undici do not fit every Node.js.
      const init = { signal: deadline.signal, dispatcher: undefined };
      const { data } = await observeResponse(observed, () => send(init));
      const result = operation === 'versionInfo' ? (data ?? undefined) : resultIn(data);
      if (typeof result === 'object' || typeof result === 'boolean') return { result };
      return { error: toEmptyAnswerError(failed), isRetryable: false };
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      const error = deadline.hasPassed ? toTimeoutError(this.#timeoutMs, failed) : toVectorStoreError(cause, failed);
      // A refused request has done nothing yet, so that even one that must not run twice may be sent again.
      const isRetryable = error.isRetryable && (isIdempotent || error.status === 429);
      return { error, isRetryable, retryAfterMs: this.#retryAfterMs(observed) };
    }
  }

  #retryAfterMs({ retryAfter }: ObservedResponse): number | undefined {
    return retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, this.#retryPolicy.now());
  }
}

/** Qdrant's envelope is `{ result, status, time }`; a server's description of itself has none. */
function resultIn(data: unknown): unknown {
  const result: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'result') : undefined;
  return result === null ? undefined : result;
}

/** What one attempt is about. */
interface Attempt {
  readonly operation: OperationName;
  readonly collection: string | undefined;
  readonly isIdempotent: boolean;
  readonly signal: AbortSignal | undefined;
}
