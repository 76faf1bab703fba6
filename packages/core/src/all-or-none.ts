import { followSignal } from './signals.ts';

/** The results of promises, in their order. */
type Results<Work extends readonly unknown[]> = { -readonly [Index in keyof Work]: Awaited<Work[Index]> };

/**
 * Resolves with the results of all promises, like `Promise.all`. When one rejects, it rejects with the same error and aborts the signal of the
 * others, with that error as the reason. It does not wait for them.
 *
 * @param start Starts the work with a signal of its own, which also aborts when `signal` does.
 * @example
 * const [vector, rows] = await allOrNone(signal, (stop) => [embed(query, stop), readRows(ids, stop)]);
 */
export async function allOrNone<const Work extends readonly unknown[]>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Work,
): Promise<Results<Work>> {
  using own = followSignal(signal);
  try {
    return await Promise.all(start(own.signal));
  } catch (error) {
    own.abort(error);
    throw error;
  }
}
