import { setImmediate as nextTurn } from 'node:timers/promises';

import { storageFailure } from '../json/server-errors.ts';
import { messageOf } from './open-environment.ts';

/** Runs what writes into a database folder. @throws {VectorStoreError} naming the folder, and why it failed. */
export async function runWrite(folder: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const cause = await commitCause(error);
    throw storageFailure(
      `The database in '${folder}' could not be written: ${messageOf(cause)}. Nothing of this call was kept. Check that the disk has room and the folder may be written.`,
      cause,
    );
  }
}

/**
 * Why a commit failed. LMDB's binding tells it in a second promise beside the error, which rejects within the same turn
 * of the event loop and would end the process if nobody listened.
 */
async function commitCause(failure: unknown): Promise<unknown> {
  const reason = failure instanceof Error ? (Reflect.get(failure, 'commitError') as unknown) : undefined;
  if (!(reason instanceof Promise)) return failure;
  const caught = reason.then(
    () => failure,
    (cause: unknown) => cause,
  );
  return Promise.race([caught, nextTurn(failure)]);
}
