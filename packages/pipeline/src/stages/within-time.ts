import { followSignal, untilAborted } from '@x/core';

/**
 * Runs `work` with a signal that is aborted when `signal` is, or after `timeoutMs`; rejects at that moment, whether `work` listens or not.
 *
 * The reason of a time that is up is a `DOMException` named `TimeoutError`. Nothing is left behind: no timer, no listener.
 */
export async function withinTime<T>(
  work: (signal: AbortSignal | undefined) => Promise<T>,
  { timeoutMs, signal }: { readonly timeoutMs?: number | undefined; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  if (timeoutMs === undefined) return work(signal);
  signal?.throwIfAborted();
  using own = followSignal(signal, { timeoutMs });
  return await untilAborted(work(own.signal), own.signal);
}
