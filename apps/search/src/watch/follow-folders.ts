import { sleep } from '@x/core';

import { watchFolders } from './watch-folders.ts';

/** The wait after the first failure. Each further failure in a row doubles it. */
const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/** Options of {@link followFolders}. */
export interface FollowOptions {
  /** Brings the index up to date with the folders. */
  readonly update: () => Promise<void>;
  /** Called after an update that succeeded. */
  readonly afterUpdate?: () => Promise<void>;
  /** Receives the error of a failed update; of several with the same message in a row, only the first. */
  readonly onFailure: (error: unknown) => void;
  /** Called when an update succeeds after failures. */
  readonly onRecovery: () => void;
  /** Stops following. */
  readonly signal: AbortSignal;
  /** Waits after a failure. @default `sleep` of `@x/core` */
  readonly pause?: typeof sleep;
  /** Yields when an update is due. @default {@link watchFolders} */
  readonly watching?: typeof watchFolders;
}

/**
 * Updates once the folders are watched, then after each change below them, until the signal is aborted. After a failure it tries again, until it
 * succeeds: the cause may be temporary, such as another process that has the index open.
 *
 * @throws {Error} a system error when the system cannot watch so many folders, the signal's reason when it aborts during an update, or an error
 * of `afterUpdate`.
 */
export async function followFolders(
  paths: readonly string[],
  { update, afterUpdate, onFailure, onRecovery, signal, pause = sleep, watching = watchFolders }: FollowOptions,
): Promise<void> {
  for await (const _ of watching(paths, { signal })) {
    let told: string | undefined;
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        await update();
        break;
      } catch (error) {
        signal.throwIfAborted();
        const message = messageOf(error);
        if (message !== told) onFailure(error);
        told = message;
      }
      await pause(waitMs, signal);
    }
    if (told !== undefined) onRecovery();
    await afterUpdate?.();
  }
}

/** Returns what an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
