import { emitWarning } from './emit-warning.ts';

/**
 * Returns a function that calls a listener and never throws, so that its failure cannot change what it observes. The first exception or rejection
 * becomes a process warning, with the code `X_LISTENER`; further ones are dropped.
 *
 * @param name The option that the listener was given as. The warning names it.
 * @example
 * const tell = guardListener('onAnswer', options.onAnswer);
 * tell(answer);
 */
export function guardListener<Arguments extends readonly unknown[]>(
  name: string,
  listener: ((...given: Arguments) => unknown) | undefined,
): (...given: Arguments) => void {
  let hasWarned = false;
  const warn = (error: unknown): void => {
    if (hasWarned) return;
    hasWarned = true;
    const detail = error instanceof Error ? error.stack : String(error);
    emitWarning(`${name} threw. It is called again, but further errors are not reported.`, {
      type: 'ListenerWarning',
      code: 'X_LISTENER',
      ...(detail !== undefined && { detail }),
    });
  };
  return (...given) => {
    try {
      // A listener may be an async function, whatever its type says.
      Promise.resolve(listener?.(...given)).catch(warn);
    } catch (error) {
      warn(error);
    }
  };
}
