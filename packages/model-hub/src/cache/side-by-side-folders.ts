import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { RepositoryCache } from './cache-layout.ts';
import { isCommit } from '../model-request.ts';
import { isMissing } from '../file-status.ts';

const name = '.side-by-side';
const originName = 'origin.txt';

/**
 * Returns the folder in which files of a model's directory get a second name. For a snapshot of this cache, it is in the repository's folder and is
 * removed with the repository. For any other directory, it is in the cache's own folder.
 */
export function sideBySideFolder(cacheDir: string, directory: string): string {
  const [repository, commit] = snapshotIn(cacheDir, directory);
  if (commit !== undefined) return join(cacheDir, repository!, name, commit);
  return join(cacheDir, name, createHash('sha256').update(directory).digest('hex').slice(0, 32));
}

/** Records the directory that a folder was created for, unless the folder's path states it. */
export async function noteOrigin(cacheDir: string, directory: string): Promise<void> {
  if (snapshotIn(cacheDir, directory).length > 0) return;
  await writeFile(join(sideBySideFolder(cacheDir, directory), originName), directory);
}

/**
 * Removes the folders whose snapshot or directory no longer exists, because they keep its files on the disk. Folders that cannot be removed stay.
 */
export async function removeOrphans(cacheDir: string, caches: readonly RepositoryCache[]): Promise<void> {
  for (const cache of caches) {
    await removeWithoutOrigin(join(cache.directory, name), async (folder) => cache.snapshot(folder));
  }
  await removeWithoutOrigin(join(cacheDir, name), (folder) =>
    // A folder without the record is still being created.
    readFile(join(cacheDir, name, folder, originName), 'utf8').catch(() => join(cacheDir, name, folder)),
  );
}

async function removeWithoutOrigin(parent: string, originOf: (folder: string) => Promise<string>): Promise<void> {
  const folders = await readdir(parent).catch(() => []);
  for (const folder of folders) {
    if (folder.includes('.lock')) continue;
    if (!folder.endsWith('.removed') && !(await isGone(await originOf(folder)))) continue;
    // Rename it first, so that no process finds part of it.
    const aside = join(parent, `${randomUUID()}.removed`);
    await rename(join(parent, folder), aside)
      .then(() => rm(aside, { recursive: true, force: true }))
      .catch(() => undefined);
  }
}

async function isGone(path: string): Promise<boolean> {
  return stat(path).then(() => false, isMissing);
}

/** Returns the names of the repository's folder and the commit; an empty array for a directory that is not a snapshot of the cache. */
function snapshotIn(cacheDir: string, directory: string): string[] {
  const [repository = '', snapshots, commit = '', ...rest] = relative(cacheDir, directory).split(/[/\\]/);
  const isSnapshot = repository.startsWith('models--') && snapshots === 'snapshots' && isCommit(commit);
  return isSnapshot && rest.length === 0 ? [repository, commit] : [];
}
