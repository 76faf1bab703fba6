import { emitWarning } from './emit-warning.ts';

// A listener (`onProgress`, `onUsage`, `onEvent`) is a function to which a call reports what it does. Calls do not wait for it. If it returns a promise
// that rejects, nobody would handle the rejection, which ends a process of Node.js: docs/decisions/0127-listeners-that-fail.md.

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
 * @param onFailure Receives the error. @default the first error of a listener becomes a process warning (`X_LISTENER`)
 */
export function callObserver<Event>(
  listener: ((event: Event) => unknown) | undefined,
  event: Event,
  onFailure?: (error: unknown) => void,
): void {
  if (listener === undefined) return;
  const fail = onFailure ?? ((error: unknown) => warnOnce(listener, error));
  try {
    observeRejection(listener(event), fail);
  } catch (error) {
    fail(error);
  }
}

function observeRejection(answer: unknown, onFailure: (error: unknown) => void): void {
  if (typeof answer === 'object' && answer !== null) Promise.resolve(answer).catch(onFailure);
}

/** Listeners whose failure was already reported. */
const reported = new WeakSet<object>();

function warnOnce(listener: { readonly name: string }, error: unknown): void {
  if (reported.has(listener)) return;
  reported.add(listener);
  const detail = error instanceof Error ? error.stack : String(error);
  const name = listener.name === '' ? 'A listener' : `The listener ${listener.name}`;
  emitWarning(`${name} failed. It is called again, but its further errors are not reported.`, {
    type: 'ListenerWarning',
    code: 'X_LISTENER',
    ...(detail !== undefined && { detail }),
  });
}
