/** A signal that aborts with the caller's, or when the time is up. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** True once the time was up before the caller aborted. */
  readonly hasPassed: boolean;
}

/** Starts a deadline, none when `timeoutMs` is infinite; dispose of it to stop the timer and to leave the caller's signal without a listener. */
export function startDeadline(timeoutMs: number, callerSignal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let hasPassed = false;
  const abort = (): void => controller.abort(callerSignal?.reason);
  const expire = (): void => {
    hasPassed = !controller.signal.aborted;
    controller.abort();
  };
  const timer = timeoutMs === Number.POSITIVE_INFINITY ? undefined : setTimeout(expire, timeoutMs);
  if (callerSignal?.aborted) abort();
  else callerSignal?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    get hasPassed() {
      return hasPassed;
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', abort);
    },
  };
}
