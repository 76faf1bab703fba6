import { once } from 'node:events';
import { basename } from 'node:path';

import { watch } from 'chokidar';

/** Changes within this time count as one. Editors write a file in several steps, and a checkout changes many files. */
const gatherMs = 200;

/** Options of {@link watchFolders}. */
export interface WatchOptions {
  /** Stops watching. */
  readonly signal: AbortSignal;
}

/**
 * Yields once the folders are watched, then after each change below them. Ends when the signal is aborted.
 *
 * A caller that reads the folders after every yield, including the first, misses no change.
 *
 * @throws {Error} a system error when the system cannot watch so many folders.
 */
export async function* watchFolders(
  paths: readonly string[],
  { signal }: WatchOptions,
): AsyncGenerator<void, void, undefined> {
  // Files that git ignores are watched too. After such a change, the caller finds nothing to do.
  const isHidden = (path: string): boolean => !paths.includes(path) && /^(\.|node_modules$)/.test(basename(path));
  const watcher = watch([...paths], { ignored: isHidden, ignoreInitial: true, followSymlinks: false });
  let hasChanged = false;
  let failure: unknown;
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  const tell = (): void => {
    timer = undefined;
    hasChanged = true;
    wake?.();
  };
  const end = (): void => wake?.();
  watcher.on('all', () => (timer ??= setTimeout(tell, gatherMs)));
  watcher.on('error', (error) => {
    failure = error;
    wake?.();
  });
  signal.addEventListener('abort', end, { once: true });
  try {
    await once(watcher, 'ready', { signal });
    yield;
    while (!signal.aborted) {
      if (failure !== undefined) throw failure;
      // oxlint-disable-next-line no-loop-func -- only one caller waits at a time
      if (!hasChanged) await new Promise<void>((resolve) => (wake = resolve));
      if (!hasChanged) continue;
      hasChanged = false;
      yield;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    await watcher.close();
  }
}
