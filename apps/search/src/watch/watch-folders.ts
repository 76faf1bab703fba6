import { once } from 'node:events';
import { basename } from 'node:path';

import { watch } from 'chokidar';

/** Editors write a file in several steps, and a checkout changes many: what comes within this time is one change. */
const gatherMs = 200;

/** Options of {@link watchFolders}. */
export interface WatchOptions {
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/**
 * Yields when the folders are watched, and then whenever something below them has changed. Ends when the signal is aborted.
 *
 * Whoever looks at the folders at each yield, the first one included, misses nothing.
 *
 * @throws {Error} of the system, when there are more folders than it watches.
 */
export async function* watchFolders(
  paths: readonly string[],
  { signal }: WatchOptions,
): AsyncGenerator<void, void, undefined> {
  // What git leaves out may change too: a look then finds nothing to do.
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
      // eslint-disable-next-line no-loop-func -- it wakes whoever waits last, and there is one
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
