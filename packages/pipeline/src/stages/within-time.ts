import { followSignal, untilAborted } from '@x/core';

/**
 * Runs `work` with a signal that is aborted with `signal`, or after `timeoutMs`. Rejects at that moment, even if `work` ignores the
 * signal.
 *
 * The reason of a timeout is a `DOMException` named `TimeoutError`. No timer and no listener remains.
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
