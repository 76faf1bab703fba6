import { setImmediate } from 'node:timers/promises';

import { storageFailure } from '../json/server-errors.ts';
import { diskAdvice } from './disk-room.ts';
import { messageOf } from './open-environment.ts';

/** Runs a write to a database folder. @throws {VectorStoreError} naming the folder and the reason of a failure. */
export async function runWrite(folder: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const cause = await commitCause(error);
    throw storageFailure(
      `The database in '${folder}' could not be written: ${messageOf(cause)}. No change of this call was kept. ${diskAdvice}`,
      cause,
    );
  }
}

/**
 * Returns why a commit failed. LMDB's binding reports the reason in a second promise attached to the error. That promise rejects
 * within the same turn of the event loop and would end the process if it had no handler.
 */
async function commitCause(failure: unknown): Promise<unknown> {
  const reason = failure instanceof Error ? (Reflect.get(failure, 'commitError') as unknown) : undefined;
  if (!(reason instanceof Promise)) return failure;
  const caught = reason.then(
    () => failure,
    (cause: unknown) => cause,
  );
  return Promise.race([caught, setImmediate(failure)]);
}
