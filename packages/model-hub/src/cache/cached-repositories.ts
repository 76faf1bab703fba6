import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCommit, type RepositoryCache, repositoryCache } from '../cache-layout.ts';
import { isMissing, unreadable } from '../file-status.ts';

/** A repository of which the cache holds something. */
export interface CachedRepository {
  /** `org/name`, or `name`. */
  readonly repository: string;
  readonly cache: RepositoryCache;
  /** Commits of which there are files, sorted. */
  readonly commits: readonly string[];
}

/** The models in a cache, sorted by name; none where there is no cache. */
export async function listCachedRepositories(cacheDir: string): Promise<CachedRepository[]> {
  const found: CachedRepository[] = [];
  for (const name of await namesIn(cacheDir)) {
    // A repository's name holds no `--` (see model-request.ts), so the first one after the prefix ends the owner.
    const repository = /^models--(.+)$/.exec(name)?.[1]?.replace('--', '/');
    if (repository === undefined) continue;
    const cache = repositoryCache(cacheDir, repository);
    const commits = (await namesIn(join(cache.directory, 'snapshots'))).filter(isCommit);
    if (commits.length > 0) found.push({ repository, cache, commits });
  }
  return found;
}

/** Paths of a snapshot's files relative to it, with forward slashes, sorted; links whose target is gone included. */
export async function listSnapshotFiles(cache: RepositoryCache, commit: string): Promise<string[]> {
  const root = cache.snapshot(commit);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (isMissing(error)) return [];
    throw unreadable(folder, error);
  }
}
