import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isCommit, type RepositoryCache } from '../cache-layout.ts';
import { isMissing } from '../file-status.ts';

const name = '.side-by-side';
const originName = 'origin.txt';

/**
 * The folder in which files of a model's directory get a second name: of a snapshot of this cache, in its repository's folder, so that it
 * goes with the repository; of a directory elsewhere, in the cache's own.
 */
export function sideBySideFolder(cacheDir: string, directory: string): string {
  const [repository, commit] = snapshotIn(cacheDir, directory);
  if (commit !== undefined) return join(cacheDir, repository!, name, commit);
  return join(cacheDir, name, createHash('sha256').update(directory).digest('hex').slice(0, 32));
}

/** Records what a folder was made from, where its place does not say so. */
export async function noteOrigin(cacheDir: string, directory: string): Promise<void> {
  if (snapshotIn(cacheDir, directory).length > 0) return;
  await writeFile(join(sideBySideFolder(cacheDir, directory), originName), directory);
}

/**
 * Removes the folders whose snapshot or directory is gone, whoever removed it: they keep its files on the disk. What cannot be removed
 * stays.
 */
export async function removeOrphans(cacheDir: string, caches: readonly RepositoryCache[]): Promise<void> {
  for (const cache of caches) {
    await removeWithoutOrigin(join(cache.directory, name), async (folder) => cache.snapshot(folder));
  }
  await removeWithoutOrigin(join(cacheDir, name), (folder) =>
    // One that does not say is just being made.
    readFile(join(cacheDir, name, folder, originName), 'utf8').catch(() => join(cacheDir, name, folder)),
  );
}

async function removeWithoutOrigin(parent: string, originOf: (folder: string) => Promise<string>): Promise<void> {
  const folders = await readdir(parent).catch(() => []);
  for (const folder of folders) {
    if (folder.includes('.lock')) continue;
    if (!folder.endsWith('.removed') && !(await isGone(await originOf(folder)))) continue;
    // In one step, so that nobody finds half of it.
    const aside = join(parent, `${randomUUID()}.removed`);
    await rename(join(parent, folder), aside)
      .then(() => rm(aside, { recursive: true, force: true }))
      .catch(() => undefined);
  }
}

async function isGone(path: string): Promise<boolean> {
  return stat(path).then(() => false, isMissing);
}

/** The names of the repository's folder and the commit; empty for a directory that is no snapshot of the cache. */
function snapshotIn(cacheDir: string, directory: string): string[] {
  const [repository = '', snapshots, commit = '', ...rest] = relative(cacheDir, directory).split(/[/\\]/);
  const isSnapshot = repository.startsWith('models--') && snapshots === 'snapshots' && isCommit(commit);
  return isSnapshot && rest.length === 0 ? [repository, commit] : [];
}
