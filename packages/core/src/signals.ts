import { longestTimerMs } from './guards/require-timeout.ts';
import { InvalidArgumentError } from './errors/invalid-argument-error.ts';

// Listeners are removed explicitly instead of using `AbortSignal.any`, which adds an entry per call to a signal that lives as long as its program.
// Node.js 20.20 still held all of 20,000 entries after a garbage collection.

/**
 * Runs `action` once, when `signal` aborts, or immediately if it is already aborted. Dispose of the returned object to remove the listener.
 *
 * Without a signal, `action` never runs.
 *
 * @example
 * using _ = onAbort(signal, (reason) => queue.cancel(reason));
 */
export function onAbort(signal: AbortSignal | undefined, action: (reason: unknown) => void): Disposable {
  const listener = (): void => action(signal?.reason);
  if (signal?.aborted) listener();
  else if (signal !== undefined) {
    allowManyListeners(signal);
    signal.addEventListener('abort', listener, { once: true });
  }
  return { [Symbol.dispose]: () => signal?.removeEventListener('abort', listener) };
}

/** Maximum listeners of a signal before Node.js warns. Its own `fetch` sets the same number. */
const mostListeners = 1500;

/** Node.js warns of a memory leak at the eleventh listener of a signal, but a program may share a signal among any number of calls. */
function allowManyListeners(signal: AbortSignal): void {
  // An import of `node:events` would not load in browsers.
  const events = globalThis.process?.getBuiltinModule?.('node:events');
  if (events?.getMaxListeners?.(signal) === events?.defaultMaxListeners)
    events?.setMaxListeners?.(mostListeners, signal);
}

/** A signal with its own `abort`, see {@link followSignal}. */
export interface OwnSignal extends Disposable {
  readonly signal: AbortSignal;
  /** True when the time limit aborted the signal. */
  readonly isTimedOut: boolean;
  /** Aborts only this signal. A second reason is ignored. */
  abort(reason?: unknown): void;
}

/**
 * Returns a signal that aborts when `followed` aborts, with the same reason, or when the time is up, whichever comes first.
 *
 * Pass it to work that leaves its listeners behind, as `fetch` does, or that must end before `followed` aborts. Dispose of it when the work has
 * ended: then neither a timer nor a listener remains, and only its own `abort` can abort it.
 *
 * @param options.timeoutMs Time limit in milliseconds. The reason is then a `DOMException` named `TimeoutError`. There is no limit when it is
 *   absent, or above 2147483647 (25 days), which no timer can wait for.
 * @throws {InvalidArgumentError} when `timeoutMs` is NaN.
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
  // All work that the caller starts listens to this one signal.
  allowManyListeners(signal);
  let isTimedOut = false;
  const expire = (): void => {
    isTimedOut = !signal.aborted;
    controller.abort(new DOMException(`The operation took longer than its limit of ${timeoutMs} ms.`, 'TimeoutError'));
  };
  if (Number.isNaN(timeoutMs)) {
    throw new InvalidArgumentError({ parameter: 'timeoutMs', value: timeoutMs, expected: 'a number of milliseconds' });
  }
  // A timer that is set for longer would end at once.
  const timer = timeoutMs > longestTimerMs ? undefined : setTimeout(expire, timeoutMs);
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
 * Settles as `work` does, unless `signal` aborts first. It then rejects with the signal's reason, and the work continues unobserved.
 *
 * Use it for work that cannot be canceled or may ignore the signal. It leaves no listener behind.
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
