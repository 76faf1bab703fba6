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
  const controller = new AbortController();
  const stop = (reason: unknown): void => controller.abort(reason);
  const follow = (): void => stop(signal!.reason);
  const timer = setTimeout(() => stop(timeIsUp(timeoutMs)), timeoutMs);
  signal?.addEventListener('abort', follow, { once: true });
  try {
    return await Promise.race([work(controller.signal), whenAborted(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', follow);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function timeIsUp(timeoutMs: number): DOMException {
  return new DOMException(`It took longer than the ${timeoutMs} ms that it may take.`, 'TimeoutError');
}
