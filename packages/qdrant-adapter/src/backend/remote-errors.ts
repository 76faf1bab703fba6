import { isRetryableStatus, parseRetryAfter, VectorStoreError, withoutSecrets } from '@x/core';
import type { ObservedResponse } from './observe-response.ts';

/** The facts of a failed request. */
export interface FailedRequest {
  readonly operation: string;
  readonly collection?: string | undefined;
  /** Scheme, host, port and prefix of the server. */
  readonly server: string;
  readonly secrets: readonly string[];
  readonly observed: ObservedResponse;
}

/**
 * Returns the error of a failed request, with the server's own message if it sent one.
 *
 * Retryable are network failures, the statuses 408, 429 and 5xx except 501, and refusals because memory or disk is nearly full. A 429 for a request
 * that is larger than the whole limit is not. Neither the message nor the cause contains a secret.
 */
export function toVectorStoreError(error: unknown, request: FailedRequest): VectorStoreError {
  const { operation, collection, secrets, observed } = request;
  const { retryAfter } = observed;
  // A truncated response had a status, but the failure is one of the network.
  const status = isNetworkFailure(error) ? undefined : (statusOf(error) ?? observed.status);
  const said = messageOf(error, status, request);
  const message = withoutSecrets(said, secrets);
  return new VectorStoreError({
    message,
    operation,
    ...(collection === undefined ? {} : { collection }),
    ...(status === undefined ? {} : { status }),
    isRetryable: status === undefined ? isNetworkFailure(error) : isRetryableRefusal(status, said),
    ...(retryAfter === undefined ? {} : { retryAfterMs: parseRetryAfter(retryAfter, Date.now()) }),
    ...(holdsSecret(error, secrets) ? {} : { cause: error }),
  });
}

/** Returns the error of a request that timed out. `lastError` is the error of its last attempt, if that failed before the timeout. */
export function toTimeoutError(
  timeoutMs: number,
  { operation, collection, server }: Pick<FailedRequest, 'operation' | 'collection' | 'server'>,
  lastError?: Error,
): VectorStoreError {
  const tries = lastError === undefined ? '' : `, all tries together; the last one failed with: ${lastError.message}`;
  const advice = tries === '' ? '. Is it overloaded? Raise timeoutMs if it needs longer.' : tries;
  return new VectorStoreError({
    message: `${server} did not answer within ${timeoutMs} ms${advice}`,
    operation,
    ...(collection === undefined ? {} : { collection }),
    isRetryable: true,
    ...(lastError === undefined ? {} : { cause: lastError }),
  });
}

/** Returns the error of a request whose response has a success status but no result. */
export function toEmptyAnswerError({ operation, collection, server }: FailedRequest): VectorStoreError {
  const message = `${server} answered without a result. Is it a Qdrant server?`;
  return new VectorStoreError({ message, operation, ...(collection === undefined ? {} : { collection }) });
}

function messageOf(error: unknown, status: number | undefined, { server, observed }: FailedRequest): string {
  const body = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const serverMessage = serverMessageIn(body);
  if (serverMessage !== undefined) return serverMessage;
  if (status === 429) {
    const advice = observed.retryAfter === undefined ? '' : ` and asks to retry after: ${observed.retryAfter}`;
    return `Too many requests: ${server} accepts no more requests for now (HTTP 429)${advice}.`;
  }
  if (status !== undefined && status >= 300 && status < 400) {
    return `${server} answered HTTP ${status}, a redirect, which is not followed because it would forward the apiKey. Set url to the address that it redirects to.`;
  }
  if (status !== undefined)
    return `${server} answered HTTP ${status}${excerptOf(body)}, which is not an answer from Qdrant.`;
  if (isNetworkFailure(error)) return `${server} cannot be reached: ${networkReason(error)}. Is the server running?`;
  return `The request to ${server} failed: ${error instanceof Error ? error.message : String(error)}`;
}

/** Qdrant's envelope is `{ status: { error } }`; its authentication layer responds with plain text. */
function serverMessageIn(body: unknown): string | undefined {
  if (typeof body === 'string') return /^\s*</.test(body) || body.trim() === '' ? undefined : clipped(body.trim());
  if (typeof body !== 'object' || body === null || !('status' in body)) return undefined;
  const { status } = body;
  const hasError = typeof status === 'object' && status !== null && 'error' in status;
  return hasError && typeof status.error === 'string' && status.error !== '' ? status.error : undefined;
}

function excerptOf(body: unknown): string {
  return typeof body === 'string' && body.trim() !== '' ? ` with ${JSON.stringify(clipped(body.trim()))}` : '';
}

function clipped(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function statusOf(error: unknown): number | undefined {
  if (isRateLimitError(error)) return 429;
  const isResponse = typeof error === 'object' && error !== null && 'status' in error;
  return isResponse && typeof error.status === 'number' ? error.status : undefined;
}

/** For a 429 with Retry-After the official client throws an error without a status, or one that rejects the header's date. */
function isRateLimitError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Does not use the class QdrantClientResourceExhaustedError, because the official client is loaded only for a server.
  return 'retry_after' in error || error.message.startsWith('Invalid retryAfter value');
}

function isRetryableRefusal(status: number, message: string): boolean {
  // A retry does not help: the request is still too large.
  if (status === 429 && message.includes(largerThanLimit)) return false;
  return isRetryableStatus(status) || isQuotaRefusal(status, message);
}

/** Part of the message of a rate limit that a single request exceeds (qdrant/qdrant lib/common/common/src/rate_limiting.rs). */
const largerThanLimit = 'rate limiter capacity';

/**
 * Returns true when a server refuses to write because its memory or disk is nearly full. It accepts writes again when there is room, which takes
 * longer than a usual retry delay. The same message comes with status 400, as a limit of strict mode, and with 507.
 */
export function isQuotaRefusal(status: number | undefined, message: string): boolean {
  return (
    status === 507 || (status === 400 && /usage is at \d+% of total .*exceeding the configured limit/.test(message))
  );
}

/** fetch reports every network failure as a TypeError with one of these messages. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}

function networkReason(error: unknown): string {
  const { cause } = error as Error;
  if (!(cause instanceof Error)) return (error as Error).message;
  const code = 'code' in cause ? String(cause.code) : '';
  // When all addresses of a host name fail, the cause is an AggregateError with an empty message.
  return cause.message === '' ? code : cause.message;
}

/** Returns true when the server's response repeats a secret, as an authentication layer may do. */
function holdsSecret(error: unknown, secrets: readonly string[]): boolean {
  const answer = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const text = typeof answer === 'string' ? answer : (JSON.stringify(answer, bigintAsText) ?? '');
  const message = error instanceof Error ? error.message : '';
  // JSON writes a quote or a backslash of a secret with another backslash.
  const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return forms.some((form) => text.includes(form) || message.includes(form));
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
