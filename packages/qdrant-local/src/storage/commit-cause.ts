import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Why a commit failed. LMDB's binding tells it in a second promise beside the error, which rejects within the same turn
 * of the event loop and would end the process if nobody listened.
 */
export async function commitCause(failure: unknown): Promise<unknown> {
  const reason = failure instanceof Error ? (Reflect.get(failure, 'commitError') as unknown) : undefined;
  if (!(reason instanceof Promise)) return failure;
  const caught = reason.then(
    () => failure,
    (cause: unknown) => cause,
  );
  return Promise.race([caught, nextTurn(failure)]);
}
