import { followSignal, untilAborted } from '@x/core';

/** Milliseconds for the last calls to a database, when a worker or a queue closes. A database that is lost would never respond. */
export const closingMs = 2000;

/** Settles as `work` does, or rejects with a `TimeoutError` after a time. The work then continues unobserved. */
export async function within<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result> {
  using own = followSignal(undefined, { timeoutMs });
  return await untilAborted(work, own.signal);
}

/** Resolves with true when `work` is done, and with false when it has not ended within a time. */
export async function endsWithin(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  using own = followSignal(undefined, { timeoutMs });
  try {
    await untilAborted(work, own.signal);
    return true;
  } catch (error) {
    if (own.isTimedOut) return false;
    throw error;
  }
}
