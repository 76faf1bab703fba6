import { requireTimeout } from '../guards/require-timeout.ts';
import { requireInteger } from '../guards/require-integer.ts';
import { requireKnownNames } from '../guards/require-known-names.ts';
import { type OptionKinds, requireKind } from '../guards/require-options.ts';
import { sleep as abortableSleep } from '../sleep.ts';

/** When and how often a failed request is sent again. */
export interface RetryOptions {
  /** Maximum number of retries of a request. @default 3 */
  readonly maxRetries?: number;
  /** Upper bound of the first random wait, in milliseconds. It doubles for each further wait. @default 250 */
  readonly baseDelayMs?: number;
  /** Longest wait, in milliseconds. When a server asks for a longer wait, the retries end. @default 30000 */
  readonly maxDelayMs?: number;
  /** Waits for `delayMs` milliseconds. Replace it to test without waiting. It must reject when the signal aborts. */
  readonly sleep?: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Returns a random number from 0 up to but not including 1. @default Math.random */
  readonly random?: () => number;
  /** Returns the time in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/**
 * Returns true for a status after which the same request may succeed: 408, 429, and 5xx except 501, because a server that lacks an operation still
 * lacks it.
 */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

/** How one attempt ended. */
export type Outcome<Result> =
  | { readonly result: Result }
  | { readonly error: Error; readonly isRetryable: boolean; readonly retryAfterMs?: number | undefined };

const retryKinds: OptionKinds<RetryOptions> = {
  maxRetries: 'number',
  baseDelayMs: 'number',
  maxDelayMs: 'number',
  sleep: 'function',
  random: 'function',
  now: 'function',
};

/** The options with every default filled in. */
export type RetryPolicy = Required<RetryOptions>;

/**
 * Returns the options with the defaults filled in.
 *
 * @throws {InvalidArgumentError} when a number is out of its range.
 */
export function createRetryPolicy(retry: RetryOptions = {}): RetryPolicy {
  requireKnownNames(requireKind(retry, 'object', 'retry'), Object.keys(retryKinds), 'retry');
  for (const name of ['sleep', 'random', 'now'] as const) {
    if (retry[name] !== undefined) requireKind(retry[name], 'function', `retry.${name}`);
  }
  const { maxRetries = 3, baseDelayMs = 250, maxDelayMs = 30_000 } = retry;
  const { sleep = abortableSleep, random = Math.random, now = Date.now } = retry;
  requireInteger(maxRetries, 'retry.maxRetries', { min: 0, max: 100 });
  requireInteger(baseDelayMs, 'retry.baseDelayMs', { min: 0 });
  requireTimeout(maxDelayMs, 'retry.maxDelayMs', { min: 0 });
  return { maxRetries, baseDelayMs, maxDelayMs, sleep, random, now };
}

/**
 * Runs the attempt until it succeeds, and returns its result. Throws its last error when that is not retryable or no retries are left.
 *
 * Each wait is random, between 0 and an upper bound that doubles ("full jitter"), so that clients that failed together do not retry together. A wait
 * is never shorter than the server asks. An abort ends a wait immediately, with the signal's reason.
 *
 * @example
 * const policy = createRetryPolicy({ maxRetries: 2 });
 * const answer = await withRetries(async () => ({ result: await ask() }), policy, signal);
 */
export async function withRetries<Result>(
  attempt: () => Promise<Outcome<Result>>,
  { maxRetries, baseDelayMs, maxDelayMs, sleep, random }: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (let retries = 0; ; retries++) {
    const outcome = await attempt();
    if ('result' in outcome) return outcome.result;
    const atLeastMs = outcome.retryAfterMs ?? 0;
    if (!outcome.isRetryable || retries === maxRetries || atLeastMs > maxDelayMs) throw outcome.error;
    const jitterMs = random() * Math.min(maxDelayMs, baseDelayMs * 2 ** retries);
    await sleep(Math.max(atLeastMs, jitterMs), signal);
    signal?.throwIfAborted();
  }
}
