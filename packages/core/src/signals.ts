// Listeners are taken off by hand, and `AbortSignal.any` is not used: a signal that lives as long as its program would gather an entry for
// every call. Node.js 20.20 still held all of 20,000 after a garbage collection.

/**
 * Runs `action` once, when `signal` aborts, and at once when it was aborted before; dispose of what is returned to leave no listener behind.
 *
 * Without a signal nothing ever happens.
 *
 * @example
 * using _ = onAbort(signal, (reason) => queue.cancel(reason));
 */
export function onAbort(signal: AbortSignal | undefined, action: (reason: unknown) => void): Disposable {
  const listener = (): void => action(signal?.reason);
  if (signal?.aborted) listener();
  else signal?.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', listener) };
}

/** A signal of one's own, see {@link followSignal}. */
export interface OwnSignal extends Disposable {
  readonly signal: AbortSignal;
  /** True when the time was up before anything else had aborted the signal. */
  readonly isTimedOut: boolean;
  /** Aborts this signal alone; a second reason is ignored. */
  abort(reason?: unknown): void;
}

/**
 * A signal of one's own that aborts with `followed`, for its reason, or when the time is up, whatever comes first.
 *
 * Pass it on to work that leaves its listeners behind, as `fetch` does, or that must end before `followed` does. Dispose of it when the
 * work has ended: then neither a timer nor a listener is left, and it aborts by its own `abort` alone.
 *
 * @param options.timeoutMs Milliseconds, at most 2147483647. The reason is then a `DOMException` named `TimeoutError`. No limit when it is
 *   absent or infinite.
 * @example
 * using own = followSignal(signal, { timeoutMs: 5000 });
 * const response = await fetch(url, { signal: own.signal });
 */
export function followSignal(
  followed: AbortSignal | undefined,
  { timeoutMs = Number.POSITIVE_INFINITY }: { readonly timeoutMs?: number | undefined } = {},
): OwnSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let isTimedOut = false;
  const expire = (): void => {
    isTimedOut = !signal.aborted;
    controller.abort(new DOMException(`It took longer than the ${timeoutMs} ms that it may take.`, 'TimeoutError'));
  };
  const timer = timeoutMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(expire, timeoutMs);
  const following = onAbort(followed, (reason) => controller.abort(reason));
  return {
    signal,
    get isTimedOut() {
      return isTimedOut;
    },
    abort: (reason) => controller.abort(reason),
    [Symbol.dispose]() {
      clearTimeout(timer);
      following[Symbol.dispose]();
    },
  };
}

/**
 * What `work` resolves with, unless `signal` aborts first: then rejects with its reason, while the work goes on unwatched.
 *
 * For work that cannot be cancelled, or may not listen. Leaves no listener behind.
 *
 * @example
 * const line = await untilAborted(readLine(), signal);
 */
export async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  let listening: Disposable | undefined;
  const aborted = new Promise<never>((_, reject) => {
    listening = onAbort(signal, reject);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    listening?.[Symbol.dispose]();
  }
}
