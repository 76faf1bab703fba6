/** A signal that aborts with the caller's, or when the time is up. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** True once the time was up before the caller aborted. */
  readonly hasPassed: boolean;
}

/** Starts a deadline; dispose of it to stop the timer and to leave the caller's signal without a listener. */
export function startDeadline(timeoutMs: number, callerSignal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let hasPassed = false;
  const abort = (): void => controller.abort(callerSignal?.reason);
  const timer = setTimeout(() => {
    hasPassed = !controller.signal.aborted;
    controller.abort();
  }, timeoutMs);
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
