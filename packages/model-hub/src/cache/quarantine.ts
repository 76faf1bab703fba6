import { realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { makeFolder } from '@x/core/files';
import type { RepositoryCache } from './cache-layout.ts';
import { type FileStatus, fileStatus, isMissing } from '../file-status.ts';
import { sideBySideFolder } from './side-by-side-folders.ts';

/**
 * Moves a damaged file out of the cache into `.quarantine`, where it can be examined but is not used. An earlier file of the same name is replaced.
 *
 * `judged` is the status of the file when it was found damaged. A file that has changed since stays: another process has replaced it.
 */
export async function quarantine(
  cache: RepositoryCache,
  commit: string,
  path: string,
  judged: FileStatus,
): Promise<void> {
  const place = cache.snapshotFile(commit, path);
  const found = await fileStatus(place);
  if (found?.size !== judged.size || found.mtimeMs !== judged.mtimeMs) return;
  try {
    const content = await realpath(place);
    // When a link leads out of the cache, only the link is removed: the file belongs to something else.
    if (await isOwn(content, cache)) {
      await makeFolder(cache.quarantine);
      await rename(content, join(cache.quarantine, basename(content)));
    }
    await rm(place, { force: true });
    const folder = sideBySideFolder(dirname(cache.directory), cache.snapshot(commit));
    await rm(join(folder, path), { force: true });
    await rm(cache.record(commit, path), { force: true });
  } catch (error) {
    // Another process has moved it first.
    if (!isMissing(error)) throw error;
  }
}

/** Returns true for a file of the repository or of the store that huggingface_hub shares between the repositories of a cache. */
async function isOwn(content: string, { directory }: RepositoryCache): Promise<boolean> {
  const shared = join(await realpath(dirname(directory)), 'blobs');
  return [await realpath(directory), shared].some((folder) => content.startsWith(folder + sep));
}
