import { parseRetryAfter, VectorStoreError, withoutSecrets } from '@x/core';
import type { ObservedResponse } from './observe-response.ts';

/** What was being asked when a request failed. */
export interface FailedRequest {
  readonly operation: string;
  readonly collection?: string | undefined;
  /** Scheme, host, port and prefix of the server. */
  readonly server: string;
  readonly secrets: readonly string[];
  readonly observed: ObservedResponse;
}

/**
 * The error of a failed request, with the server's own message where it gave one.
 *
 * Retryable are failures of the network, the statuses 408, 429 and 5xx but 501, and refusals because memory or disk is nearly full. No secret is in the message or the cause.
 */
export function toVectorStoreError(error: unknown, request: FailedRequest): VectorStoreError {
  const { operation, collection, secrets, observed } = request;
  const { retryAfter } = observed;
  // An answer that was cut off had a status, but what failed is the network.
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

/** The error of a request that got no answer in time; `lastError` is that of its last try, where it was tried more than once. */
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

/** The error of a request whose answer is fine by its status and holds nothing. */
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
    return `Too many requests: ${server} refuses more for now (HTTP 429)${advice}.`;
  }
  if (status !== undefined && status >= 300 && status < 400) {
    return `${server} answered HTTP ${status}, a redirect, which is not followed, because the apiKey would go along. Use the address that it leads to as url.`;
  }
  if (status !== undefined)
    return `${server} answered HTTP ${status}${excerptOf(body)}, which is no answer of Qdrant's.`;
  if (isNetworkFailure(error)) return `${server} cannot be reached: ${networkReason(error)}. Is the server running?`;
  return `The request to ${server} failed: ${error instanceof Error ? error.message : String(error)}`;
}

/** Qdrant's envelope is `{ status: { error } }`; its authentication layer answers plain text. */
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

/** What the official client makes of a 429 with Retry-After: an error without status, or one about the header's date. */
function isRateLimitError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Not by its class, QdrantClientResourceExhaustedError: the client is loaded for a server alone.
  return 'retry_after' in error || error.message.startsWith('Invalid retryAfter value');
}

function isRetryableRefusal(status: number, message: string): boolean {
  // What a server does not know, it will not know at the next try either; nor will a request become smaller.
  if (status === 501 || (status === 429 && message.includes(largerThanLimit))) return false;
  return status === 408 || status === 429 || status >= 500 || isQuotaRefusal(status, message);
}

/** Of a rate limit that a single request exceeds (qdrant/qdrant lib/common/common/src/rate_limiting.rs). */
const largerThanLimit = 'rate limiter capacity';

/**
 * True when a server refuses to write because its memory or disk is nearly full: it takes writes again when there is room, which takes longer than
 * what is over with the next try. The same sentence comes with 400, as a limit of strict mode, and with 507.
 */
export function isQuotaRefusal(status: number | undefined, message: string): boolean {
  return (
    status === 507 || (status === 400 && /usage is at \d+% of total .*exceeding the configured limit/.test(message))
  );
}

/** Fetch reports every failure of the network as a TypeError; those with a cause were on the wire. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}

function networkReason(error: unknown): string {
  const { cause } = error as Error;
  if (!(cause instanceof Error)) return (error as Error).message;
  const code = 'code' in cause ? String(cause.code) : '';
  // Several addresses of one name fail as an AggregateError, whose message is empty.
  return cause.message === '' ? code : cause.message;
}

/** True when the server's answer repeats a secret, as that of an authentication layer may. */
function holdsSecret(error: unknown, secrets: readonly string[]): boolean {
  const answer = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const text = typeof answer === 'string' ? answer : (JSON.stringify(answer, bigintAsText) ?? '');
  const message = error instanceof Error ? error.message : '';
  return secrets.some((secret) => text.includes(secret) || message.includes(secret));
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
