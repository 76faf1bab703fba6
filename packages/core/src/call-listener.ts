// A listener is a function of the caller that a call tells what it does: `onProgress`, `onUsage`, `onEvent`. Calls do not wait for it. When it returns a
// promise, as an async function does, nobody would handle its rejection, which ends a process of Node.js: docs/decisions/0127-listeners-that-fail.md.

/**
 * Calls a listener, if there is one. An exception that it throws is thrown, so that it rejects the call that reports to it. The rejection of a promise
 * that it returns is ignored.
 *
 * @example
 * callListener(options.onProgress, { phase: 'embed', subject: 'all-MiniLM-L6-v2', completed: 0, unit: 'items' });
 */
export function callListener<Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void {
  observeRejection(listener?.(event), () => {});
}

/**
 * Calls a listener that must not change the call it observes, if there is one. What it throws, or a promise that it returns rejects with, goes to
 * `onFailure`.
 *
 * @param onFailure Receives the error. @default ignores it
 */
export function callObserver<Event>(
  listener: ((event: Event) => unknown) | undefined,
  event: Event,
  onFailure: (error: unknown) => void = () => {},
): void {
  try {
    observeRejection(listener?.(event), onFailure);
  } catch (error) {
    onFailure(error);
  }
}

function observeRejection(answer: unknown, onFailure: (error: unknown) => void): void {
  if (answer instanceof Promise) answer.catch(onFailure);
}
