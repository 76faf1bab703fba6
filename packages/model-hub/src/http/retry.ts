import { DownloadError } from '@x/core';
import type { Clock } from './clock.ts';

/** Limits of the retries for a failing hub. */
export interface HubRetryLimits {
  /** Number of requests in a row without progress, including the first. */
  readonly maxAttempts: number;
  /** Total time spent waiting between them, in milliseconds. */
  readonly maxTotalWaitMs: number;
}

/** The reason why a request failed, and whether a retry may succeed. */
export interface Failure {
  readonly url: string;
  readonly status?: number;
  readonly message: string;
  readonly cause?: unknown;
  readonly isRetryable: boolean;
  /** Wait that the hub requested, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** True when enough bytes arrived for the count of attempts to restart. */
  readonly madeProgress?: boolean;
}

/** The outcome of one request. */
export type Attempt<T> = { readonly result: T } | { readonly error: Failure };

/** Options of {@link retry}. */
export interface RetryContext {
  readonly policy: HubRetryLimits;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const firstDelayMs = 500;
const maxDelayMs = 20_000;

/**
 * Calls `attempt` until it returns a value, fails permanently, or the policy is exhausted.
 *
 * Waits are drawn uniformly between 0 and an upper bound that doubles ("full jitter"), so that many clients do not retry at the same time. The wait that the
 * hub requests (`RateLimit` or `Retry-After`) is added. A wait that would exceed the policy is not started.
 *
 * @throws {DownloadError} created from the last failure.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function retry<T>(attempt: () => Promise<Attempt<T>>, context: RetryContext): Promise<T> {
  const { policy, clock, signal } = context;
  let inARow = 0;
  let waitedMs = 0;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    const outcome = await attempt();
    if ('result' in outcome) return outcome.result;
    const { error } = outcome;
    if (error.madeProgress) inARow = waitedMs = 0;
    inARow += 1;
    const delay = clock.random() * Math.min(maxDelayMs, firstDelayMs * 2 ** (inARow - 1)) + (error.retryAfterMs ?? 0);
    const isLast = inARow >= policy.maxAttempts || waitedMs + delay > policy.maxTotalWaitMs;
    if (!error.isRetryable || isLast) throw toError(error, tries);
    waitedMs += delay;
    await clock.sleep(delay, signal);
  }
}

function toError({ url, status, message, cause }: Failure, tries: number): DownloadError {
  return new DownloadError({
    url,
    ...(status !== undefined && { status }),
    message: tries === 1 ? message : `${message} Tried ${tries} times.`,
    cause,
  });
}
