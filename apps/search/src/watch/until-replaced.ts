import { stat } from 'node:fs/promises';

import type { sleep } from '@x/core';

/** The time between two looks. The system does not report that a path belongs to another folder now. */
const lookMs = 2000;

/** Options of {@link untilReplaced}. */
export interface LookOptions {
  /** Stops looking. */
  readonly signal: AbortSignal;
  /** Waits between two looks. */
  readonly pause: typeof sleep;
}

/** Returns a text that distinguishes a file or folder from others that had or will have its path; `undefined` when there is none. */
export async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  // Systems give the number of a removed file to a new one.
  return found && `${found.dev} ${found.ino} ${found.birthtimeMs}`;
}

/**
 * Resolves when one of the paths belongs to another file or folder than before, or to one again. Rejects when the signal aborts.
 *
 * @param former What each path belonged to. A look that finds nothing at a path sets its item to `undefined`. The caller may do so too.
 */
export async function untilReplaced(
  paths: readonly string[],
  former: (string | undefined)[],
  { signal, pause }: LookOptions,
): Promise<void> {
  for (;;) {
    await pause(lookMs, signal);
    signal.throwIfAborted();
    const now = await Promise.all(paths.map(identityOf));
    for (const [index, identity] of now.entries()) {
      if (identity !== undefined && identity !== former[index]) return;
      former[index] = identity;
    }
  }
}
