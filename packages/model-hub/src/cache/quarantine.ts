import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import type { RepositoryCache } from '../cache-layout.ts';

/**
 * Takes a damaged file out of the cache, so that nobody uses it, and keeps it in `.quarantine` for whoever wants to know what it was;
 * an earlier one of the same name is replaced.
 */
export async function quarantine(cache: RepositoryCache, commit: string, path: string): Promise<void> {
  const place = cache.snapshotFile(commit, path);
  const content = await realpath(place);
  // A link out of the repository leads to somebody else's file: only the link goes.
  if (content.startsWith((await realpath(cache.directory)) + sep)) {
    await mkdir(cache.quarantine, { recursive: true });
    await rename(content, join(cache.quarantine, basename(content)));
  }
  await rm(place, { force: true });
  await rm(cache.record(commit, path), { force: true });
}
