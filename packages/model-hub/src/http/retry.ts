import { DownloadError } from '@x/core';
import type { Clock } from './clock.ts';

/** How long a failing hub is tried. */
export interface RetryPolicy {
  /** Requests in a row that bring nothing, the first one included. */
  readonly maxAttempts: number;
  /** Time spent waiting between them, in milliseconds. */
  readonly maxTotalWaitMs: number;
}

/** Why one request failed, and whether another one may succeed. */
export interface Failure {
  readonly url: string;
  readonly status?: number;
  readonly message: string;
  readonly cause?: unknown;
  readonly isTransient: boolean;
  /** What the hub asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  /** True when so much arrived that the count of attempts begins anew. */
  readonly madeProgress?: boolean;
}

/** What one request brought. */
export type Attempt<T> = { readonly value: T } | { readonly failure: Failure };

/** What {@link retry} works with. */
export interface RetryContext {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const firstDelayMs = 500;
const maxDelayMs = 20_000;

/**
 * Calls `attempt` until it brings a value, fails for good, or the policy is exhausted.
 *
 * Waits are drawn evenly between 0 and a bound that doubles ("full jitter"), so that many clients do not come back at once; what the hub
 * asked for (`Retry-After`) is waited in addition. A wait that the policy has no room for is not begun.
 *
 * @throws {DownloadError} made from the last failure.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function retry<T>(attempt: () => Promise<Attempt<T>>, context: RetryContext): Promise<T> {
  const { policy, clock, signal } = context;
  let inARow = 0;
  let waitedMs = 0;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    const outcome = await attempt();
    if ('value' in outcome) return outcome.value;
    const { failure } = outcome;
    if (failure.madeProgress) inARow = waitedMs = 0;
    inARow += 1;
    const delay = clock.random() * Math.min(maxDelayMs, firstDelayMs * 2 ** (inARow - 1)) + (failure.retryAfterMs ?? 0);
    const isLast = inARow >= policy.maxAttempts || waitedMs + delay > policy.maxTotalWaitMs;
    if (!failure.isTransient || isLast) throw toError(failure, tries);
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
