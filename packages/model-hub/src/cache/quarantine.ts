import { realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { makeFolder } from '@x/core/files';
import type { RepositoryCache } from '../cache-layout.ts';
import { type FileStatus, fileStatus, isMissing } from '../file-status.ts';
import { sideBySideFolder } from './side-by-side-folders.ts';

/**
 * Takes a damaged file out of the cache, so that nobody uses it, and keeps it in `.quarantine` for whoever wants to know what it was;
 * an earlier one of the same name is replaced.
 *
 * `judged` is what the file was when it was found damaged: one that has changed since is another process's good one, and stays.
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
    // A link out of the cache leads to somebody else's file: only the link goes.
    if (await isOwn(content, cache)) {
      await makeFolder(cache.quarantine);
      await rename(content, join(cache.quarantine, basename(content)));
    }
    await rm(place, { force: true });
    const folder = sideBySideFolder(dirname(cache.directory), cache.snapshot(commit));
    await rm(join(folder, path), { force: true });
    await rm(cache.record(commit, path), { force: true });
  } catch (error) {
    // Another process was quicker.
    if (!isMissing(error)) throw error;
  }
}

/** True for a file of the repository, and of the store that huggingface_hub shares between the repositories of a cache. */
async function isOwn(content: string, { directory }: RepositoryCache): Promise<boolean> {
  const shared = join(await realpath(dirname(directory)), 'blobs');
  return [await realpath(directory), shared].some((folder) => content.startsWith(folder + sep));
}
