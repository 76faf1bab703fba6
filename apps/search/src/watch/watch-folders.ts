import { once } from 'node:events';
import { basename } from 'node:path';

import { watch } from 'chokidar';
import { followSignal, sleep } from '@x/core';

import { identityOf, untilReplaced } from './until-replaced.ts';

/** Changes within this time count as one. Editors write a file in several steps, and a checkout changes many files. */
const gatherMs = 200;

/** Options of {@link watchFolders}. */
export interface WatchOptions {
  /** Stops watching. */
  readonly signal: AbortSignal;
  /** Waits between two looks whether a folder was replaced. @default `sleep` of `@x/core` */
  readonly pause?: typeof sleep;
}

/**
 * Yields once the folders are watched, then after each change below them. Ends when the signal is aborted.
 *
 * A caller that reads the folders after every yield, including the first, misses no change. Another folder with the same path, such as the new
 * output of a build, takes the place of the former one within two seconds. A missing folder is watched once it exists.
 *
 * @throws {Error} a system error when the system cannot watch so many folders.
 */
export async function* watchFolders(
  paths: readonly string[],
  { signal, pause = sleep }: WatchOptions,
): AsyncGenerator<void, void, undefined> {
  while (!signal.aborted) yield* watchUntilReplaced(paths, { signal, pause });
}

/** Watches the folders that exist. Ends when one was replaced: a watcher follows the former folder to its new name. */
async function* watchUntilReplaced(
  paths: readonly string[],
  { signal, pause }: Required<WatchOptions>,
): AsyncGenerator<void, void, undefined> {
  // Files that git ignores are watched too. After such a change, the caller finds nothing to do.
  const isHidden = (path: string): boolean => !paths.includes(path) && /^(\.|node_modules$)/.test(basename(path));
  const options = { ignoreInitial: true, followSymlinks: false, ignorePermissionErrors: true };
  const former = await Promise.all(paths.map(identityOf));
  const present = paths.filter((_, index) => former[index] !== undefined);
  const watcher = watch(present, { ...options, ignored: isHidden });
  let hasChanged = false;
  let isReplaced = false;
  let failure: unknown;
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  const tell = (): void => {
    timer = undefined;
    hasChanged = true;
    wake?.();
  };
  const end = (): void => wake?.();
  watcher.on('all', (event, path) => {
    // The watcher has forgotten a path that is gone, and would not notice that the same folder comes back.
    if (event.startsWith('unlink') && paths.includes(path)) former[paths.indexOf(path)] = undefined;
    timer ??= setTimeout(tell, gatherMs);
  });
  watcher.on('error', (error) => {
    failure = error;
    wake?.();
  });
  signal.addEventListener('abort', end, { once: true });
  using looking = followSignal(signal);
  const look = async (): Promise<void> => {
    await untilReplaced(paths, former, { signal: looking.signal, pause });
    isReplaced = true;
    wake?.();
  };
  look().catch(() => {});
  try {
    // A watcher of nothing is never ready.
    if (present.length > 0) await once(watcher, 'ready', { signal });
    yield;
    while (!signal.aborted) {
      if (failure !== undefined) throw failure;
      if (isReplaced) return;
      // oxlint-disable-next-line no-loop-func -- only one caller waits at a time
      if (!hasChanged) await new Promise<void>((resolve) => (wake = resolve));
      if (!hasChanged) continue;
      hasChanged = false;
      yield;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    looking.abort();
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    await watcher.close();
  }
}
