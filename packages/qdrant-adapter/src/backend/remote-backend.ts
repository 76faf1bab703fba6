import { QdrantClient as OfficialClient } from '@qdrant/js-client-rest';
import {
  createRetryPolicy,
  followSignal,
  type Outcome,
  parseRetryAfter,
  requireOptions,
  requireTimeout,
  type RetryPolicy,
  serverHeaders,
  type VectorStoreError,
  withRetries,
} from '@x/core';
import { decodeResponse } from '../wire/decode-response.ts';
import { encodeRequest } from '../wire/encode-request.ts';
import { contextHeaders, sendWithContextHeaders } from './context-headers.ts';
import { type ObservedResponse, observeResponse } from './observe-response.ts';
import type { BackendCall, QdrantBackend, ServerEndpoint } from './qdrant-backend.ts';
import {
  type FailedRequest,
  isQuotaRefusal,
  toEmptyAnswerError,
  toTimeoutError,
  toVectorStoreError,
} from './remote-errors.ts';
import { type OperationName, operations, placesIn } from '../wire/operations.ts';
import { parseServerAddress, type ServerAddress } from './server-address.ts';
import { requireDispatcher, type ServerLocation, serverLocationKinds } from './server-location.ts';
import { stateChecks } from './state-checks.ts';
import { createVersionCheck } from './version-check.ts';

/** Timeout of the version check. The check runs in parallel with a call; a longer wait is not worthwhile. */
const versionTimeoutMs = 5000;

/** Minimum delay before a retry when the disk or memory is full, which takes time to change. */
const quotaDelayMs = 10_000;

type Send = (payload: object, init: object) => Promise<{ readonly data?: unknown }>;

/**
 * A backend that uses the official client. It sends nothing before the first call. The reason for using `api()` is in
 * docs/decisions/0070-qdrant-adapter-over-the-official-client.md.
 */
export class RemoteBackend implements QdrantBackend {
  readonly remote: OfficialClient;
  readonly endpoint: ServerEndpoint;
  readonly isAtomic = false;
  readonly #server: string;
  readonly #secrets: readonly string[];
  readonly #timeoutMs: number;
  readonly #totalTimeoutMs: number;
  readonly #dispatcher: object | undefined;
  readonly #retryPolicy: RetryPolicy;
  readonly #checkVersionOnce: () => void;

  /**
   * @throws {InvalidArgumentError} when the location cannot be used.
   */
  constructor(location: ServerLocation) {
    requireOptions(location, serverLocationKinds, 'location');
    const { url, apiKey, port, headers, retry, allowInsecureApiKey, ...settings } = location;
    const address = parseServerAddress(url, port);
    const { origin } = address;
    const sent = serverHeaders({ origin, apiKey, keyHeader: 'api-key', headers, allowInsecureApiKey });
    const { timeoutMs = 300_000, totalTimeoutMs = Number.POSITIVE_INFINITY, dispatcher } = settings;
    this.#timeoutMs = requireTimeout(timeoutMs, 'timeoutMs');
    this.#totalTimeoutMs =
      totalTimeoutMs === Number.POSITIVE_INFINITY ? totalTimeoutMs : requireTimeout(totalTimeoutMs, 'totalTimeoutMs');
    this.#dispatcher = dispatcher === undefined ? undefined : requireDispatcher(dispatcher);
    this.#retryPolicy = createRetryPolicy(retry);
    this.#secrets = sent.secrets;
    this.endpoint = endpointOf(address);
    this.#server = `${address.origin}${address.port === null ? '' : `:${address.port}`}${address.prefix}`;
    this.remote = new OfficialClient({
      url: address.origin,
      port: address.port,
      prefix: address.prefix,
      headers: { ...sent.headers },
      checkCompatibility: false,
      // The client's timeout would replace the caller's AbortSignal. The signal of each attempt covers both.
      timeout: Number.POSITIVE_INFINITY,
    });
    this.#checkVersionOnce = createVersionCheck(settings.onIncompatibleVersion, async () => {
      const { data } = await this.remote.api().root({}, this.#requestInit(AbortSignal.timeout(versionTimeoutMs)));
      return data.version;
    });
  }

  async call(operation: OperationName, call: BackendCall): Promise<unknown> {
    const { collection, signal } = call;
    using total = followSignal(signal, { timeoutMs: this.#totalTimeoutMs });
    const send = this.#sending(operation, { ...call, signal: total.signal });
    const check = stateChecks[operation];
    let lastError: Error | undefined;
    let mayBeApplied = false;
    const attempt = async (): Promise<Outcome<unknown>> => {
      if (mayBeApplied && (await this.#isApplied(operation, call, total.signal))) return { result: check!.result };
      const outcome = await send();
      if ('result' in outcome) return mayBeApplied ? { result: check!.result } : outcome;
      lastError = outcome.error;
      if (check === undefined) return outcome;
      if (!outcome.isRetryable) {
        // The refusal may mean that an earlier attempt was applied late.
        const isApplied = mayBeApplied && (await this.#isApplied(operation, call, total.signal));
        return isApplied ? { result: check.result } : outcome;
      }
      // A server that refuses with 429 (rate limit or full) has not applied anything.
      if (outcome.error.status !== 429) mayBeApplied = true;
      return outcome;
    };
    this.#checkVersionOnce();
    try {
      const result = await withRetries(attempt, this.#retryPolicy, total.signal);
      return decodeResponse(result, placesIn(operation).answer, { operation, collection });
    } catch (error) {
      if (!total.isTimedOut) throw error;
      throw toTimeoutError(this.#totalTimeoutMs, { operation, collection, server: this.#server }, lastError);
    }
  }

  /** Does nothing: Node.js closes its idle connections itself. */
  async close(): Promise<void> {}

  /** Returns whether a failed call was applied nevertheless; false when that cannot be determined. */
  async #isApplied(operation: OperationName, call: BackendCall, signal: AbortSignal | undefined): Promise<boolean> {
    const check = stateChecks[operation]!;
    const collection = check.look === 'getAliases' ? {} : { collection: call.collection! };
    const outcome = await this.#sending(check.look, { ...collection, signal })();
    if ('result' in outcome) return check.isApplied(call, outcome.result);
    return outcome.error.status === 404 && check.isApplied(call, undefined);
  }

  /** Returns a function that sends the request each time it is called. */
  #sending(operation: OperationName, { collection, path, body = {}, signal }: BackendCall): () => Promise<Attempted> {
    const { body: kind } = placesIn(operation);
    const encoded = kind === undefined ? body : encodeRequest(body, kind);
    const payload = { ...encoded, ...path, ...(collection === undefined ? {} : { collection_name: collection }) };
    const send = this.remote.api()[operations[operation].method] as unknown as Send;
    return () => this.#attempt((init) => send(payload, init), { operation, collection, signal });
  }

  async #attempt(
    send: (init: object) => ReturnType<Send>,
    { operation, collection, signal }: Attempt,
  ): Promise<Attempted> {
    signal?.throwIfAborted();
    const observed: ObservedResponse = {};
    const secrets = [...contextHeaders().secrets, ...this.#secrets];
    const failed: FailedRequest = { operation, collection, server: this.#server, secrets, observed };
    using own = followSignal(signal, { timeoutMs: this.#timeoutMs });
    try {
      const { data } = await observeResponse(observed, () =>
        sendWithContextHeaders(() => send(this.#requestInit(own.signal))),
      );
      const result = operation === 'versionInfo' ? (data ?? undefined) : resultIn(data);
      if (typeof result === 'object' || typeof result === 'boolean') return { result };
      return { error: toEmptyAnswerError(failed), isRetryable: false };
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      const error = own.isTimedOut ? toTimeoutError(this.#timeoutMs, failed) : toVectorStoreError(cause, failed);
      const { isRepeatable = true, accepted } = operations[operation];
      // The official client rejects every success status except 200 and 201.
      if (error.status === 202 && accepted !== undefined) return { result: accepted };
      // A rate-limited request (429) was not applied, so even a request that must not run twice may be repeated.
      const isRetryable = error.isRetryable && (isRepeatable || error.status === 429);
      return { error, isRetryable, retryAfterMs: this.#retryAfterMs(observed) ?? this.#quotaDelayMs(error) };
    }
  }

  #requestInit(signal: AbortSignal): object {
    // `dispatcher: undefined` selects Node's own connections; those of the official client's undici do not work with every Node.js version.
    // fetch would send the apiKey along when it follows a redirect, to whichever host the redirect names.
    return { signal, dispatcher: this.#dispatcher, redirect: 'manual' };
  }

  /** Random, so that clients that were refused at the same time do not retry at the same time. */
  #quotaDelayMs({ status, message }: VectorStoreError): number | undefined {
    const { maxDelayMs, random } = this.#retryPolicy;
    return isQuotaRefusal(status, message) ? Math.min(maxDelayMs, quotaDelayMs * (1 + random())) : undefined;
  }

  #retryAfterMs({ retryAfter }: ObservedResponse): number | undefined {
    return retryAfter === undefined ? undefined : parseRetryAfter(retryAfter, this.#retryPolicy.now());
  }
}

/** Qdrant's envelope is `{ result, status, time }`. The response to `versionInfo` has none. */
function resultIn(data: unknown): unknown {
  const result: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'result') : undefined;
  return result === null ? undefined : result;
}

function endpointOf({ origin, port }: ServerAddress): ServerEndpoint {
  const { hostname, protocol } = new URL(origin);
  return { serverAddress: hostname.replace(/^\[|\]$/g, ''), serverPort: port ?? (protocol === 'https:' ? 443 : 80) };
}

/** The outcome of one attempt. */
type Attempted =
  | { readonly result: unknown }
  | { readonly error: VectorStoreError; readonly isRetryable: boolean; readonly retryAfterMs?: number | undefined };

/** The operation of an attempt, its collection, and the signal that cancels it. */
interface Attempt {
  readonly operation: OperationName;
  readonly collection: string | undefined;
  readonly signal: AbortSignal | undefined;
}
