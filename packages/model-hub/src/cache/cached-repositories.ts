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
    const repository = repositoryOf(name);
    if (repository === undefined) continue;
    const cache = repositoryCache(cacheDir, repository);
    const commits = (await namesIn(join(cache.directory, 'snapshots'))).filter(isCommit);
    if (commits.length > 0) found.push({ repository, cache, commits });
  }
  return found;
}

/**
 * The folders that a cache may hold a repository in: the one of its exact name first, whether it is there or not, then those whose names
 * differ in case alone, sorted. The hub knows one repository by all of these, and Python names the folder as the caller wrote it.
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

/** The repository whose folder has this name. */
function repositoryOf(name: string): string | undefined {
  // A repository's name holds no `--` (see model-request.ts), so the first one after the prefix ends the owner.
  return /^models--(.+)$/.exec(name)?.[1]?.replace('--', '/');
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
