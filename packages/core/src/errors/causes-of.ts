/** Libraries wrap an error in a few of their own. A chain of causes may be a circle. */
const mostCauses = 8;

/**
 * Yields an error, its cause, the cause of its cause, and so on, at most eight values.
 *
 * @example
 * [...causesOf(new TypeError('fetch failed', { cause: refused }))]; // => [TypeError: fetch failed, refused]
 */
export function* causesOf(error: unknown): Generator<unknown, void, undefined> {
  let cause = error;
  for (let count = 0; cause !== undefined && count < mostCauses; count++) {
    yield cause;
    cause = typeof cause === 'object' && cause !== null && 'cause' in cause ? cause.cause : undefined;
  }
}
