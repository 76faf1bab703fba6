import { readFile } from 'node:fs/promises';
import { isCommit, type RepositoryCache, repositoryCache } from '../cache-layout.ts';
import { fileSize, isMissing, unreadable } from '../file-status.ts';
import { optionalFiles, requiredFiles } from '../model-files.ts';
import type { ModelRequest } from '../model-request.ts';
import type { SourceAnswer } from '../resolved-model.ts';

/**
 * Finds the model in the cache, whoever put it there, without asking the hub whether the revision has moved.
 *
 * Files were checked when they were written; here they must be present and not empty. A configuration file that the snapshot
 * lacks and that is not marked absent makes it incomplete, unless the hub cannot be asked anyway.
 */
export async function findInCache(request: ModelRequest): Promise<SourceAnswer> {
  const { model, repository, revision, cacheDir, modelFile } = request;
  const cache = repositoryCache(cacheDir, repository);
  const commit = isCommit(revision) ? revision : await readRef(cache.ref(revision));
  if (commit === undefined) return { missing: `${cache.directory} has no revision ${revision}` };
  for (const path of requiredFiles(request)) {
    // The seam for checking content: a blob's name is the hash of its content.
    if (!(await fileSize(cache.snapshotFile(commit, path)))) {
      return { missing: `${cache.snapshot(commit)} lacks ${path}` };
    }
  }
  const isHubForbidden = request.offline || request.source === 'cache';
  const unknown = isHubForbidden ? undefined : await firstUnknown(cache, commit);
  if (unknown !== undefined) return { missing: `${cache.snapshot(commit)} does not say whether there is a ${unknown}` };
  const directory = cache.snapshot(commit);
  return {
    found: { model, source: 'cache', directory, modelFile: cache.snapshotFile(commit, modelFile), revision: commit },
  };
}

async function readRef(path: string): Promise<string | undefined> {
  try {
    const commit = (await readFile(path, 'utf8')).trim();
    return isCommit(commit) ? commit : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}

async function firstUnknown(cache: RepositoryCache, commit: string): Promise<string | undefined> {
  for (const path of optionalFiles) {
    const isKnown =
      (await fileSize(cache.snapshotFile(commit, path))) !== undefined ||
      (await fileSize(cache.absenceMark(commit, path))) !== undefined;
    if (!isKnown) return path;
  }
  return undefined;
}
