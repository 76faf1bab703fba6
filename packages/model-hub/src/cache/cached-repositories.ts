import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RepositoryCache, repositoryCache } from './cache-layout.ts';
import { isCommit } from '../model-request.ts';
import { isMissing, unreadable } from '../file-status.ts';

/** A repository with at least one snapshot in the cache. */
export interface CachedRepository {
  /** `org/name`, or `name`. */
  readonly repository: string;
  readonly cache: RepositoryCache;
  /** Commits with a snapshot, sorted. */
  readonly commits: readonly string[];
}

/** Returns the models in a cache, sorted by name; an empty array when there is no cache. */
export async function listCachedRepositories(cacheDir: string): Promise<CachedRepository[]> {
  const found: CachedRepository[] = [];
  for (const name of await namesIn(cacheDir)) {
    const repository = repositoryOf(name);
    if (repository === undefined) continue;
    const cache = repositoryCache(cacheDir, repository);
    const commits = (await namesIn(join(cache.directory, 'snapshots'))).filter(isCommit);
    if (commits.length > 0) found.push({ repository, cache, commits });
  }
  return found;
}

/**
 * Returns the folders that may contain a repository. The folder of the exact name comes first, even if it does not exist. Folders whose names
 * differ only in case follow, sorted. The hub ignores the case of a repository name, and Python names the folder as the caller wrote it.
 */
export async function repositoryCaches(
  cacheDir: string,
  repository: string,
): Promise<readonly [exact: RepositoryCache, ...others: RepositoryCache[]]> {
  const names = await namesIn(cacheDir).catch(() => []);
  const others = names.flatMap((name) => repositoryOf(name) ?? []).filter((other) => other !== repository);
  const alike = others.filter((other) => other.toLowerCase() === repository.toLowerCase());
  return [repositoryCache(cacheDir, repository), ...alike.map((other) => repositoryCache(cacheDir, other))];
}

/** Returns the repository whose folder has this name. */
function repositoryOf(name: string): string | undefined {
  // A repository's name contains no `--` (see model-request.ts), so the first `--` after the prefix ends the owner.
  return /^models--(.+)$/.exec(name)?.[1]?.replace('--', '/');
}

/** Returns the relative paths of a snapshot's files, sorted, with forward slashes, including links whose target is missing. */
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
