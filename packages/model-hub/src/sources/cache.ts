import { readFile } from 'node:fs/promises';
import { ModelFileError } from '@x/core';
import { checkSnapshotFile } from '../cache/check-snapshot-file.ts';
import { quarantine } from '../cache/quarantine.ts';
import { isCommit, type RepositoryCache, repositoryCache } from '../cache-layout.ts';
import { fileSize, type FileStatus, isMissing, isSystemError, unreadable } from '../file-status.ts';
import { optionalFiles, requiredFiles } from '../model-files.ts';
import type { ModelRequest } from '../model-request.ts';
import type { SourceAnswer } from '../resolved-model.ts';

/**
 * Finds the model in the cache, whoever put it there, without asking the hub whether the revision has moved.
 *
 * Each file must be intact, see `checkSnapshotFile`. One that is not is set aside and leads to the hub, unless the hub may not be asked:
 * then it is an error. A configuration file that the snapshot lacks and that is not marked absent makes it incomplete, too.
 *
 * @throws {ModelFileError} for a damaged file that cannot be fetched again, or not be set aside.
 */
export async function findInCache(request: ModelRequest): Promise<SourceAnswer> {
  const attempts: string[] = [];
  for (const cacheDir of [request.cacheDir, ...request.otherCacheDirs]) {
    const answer = await findInOne(cacheDir, request);
    if ('found' in answer) return answer;
    attempts.push(answer.missing);
  }
  return { missing: attempts.join(', ') };
}

async function findInOne(cacheDir: string, request: ModelRequest): Promise<SourceAnswer> {
  const { model, repository, revision, modelFile, signal } = request;
  const cache = repositoryCache(cacheDir, repository);
  const commit = isCommit(revision) ? revision : await readRef(cache.ref(revision));
  if (commit === undefined) return { missing: `${cache.directory} has no revision ${revision}` };
  const required = requiredFiles(request);
  for (const path of [...required, ...optionalFiles]) {
    const check = await checkSnapshotFile(cache, commit, path, { signal });
    if (check.state === 'damaged') return setAside(check, { cacheDir, cache, commit, path, request });
    if (check.state === 'missing' && required.includes(path)) {
      return { missing: `${cache.snapshot(commit)} lacks ${path}` };
    }
  }
  const unknown = isHubForbidden(request) ? undefined : await firstUnknown(cache, commit);
  if (unknown !== undefined) return { missing: `${cache.snapshot(commit)} does not say whether there is a ${unknown}` };
  const directory = cache.snapshot(commit);
  return {
    found: { model, source: 'cache', directory, modelFile: cache.snapshotFile(commit, modelFile), revision: commit },
  };
}

function isHubForbidden({ offline, source }: ModelRequest): boolean {
  return offline || source === 'cache';
}

async function setAside(
  { error, status }: { readonly error: ModelFileError; readonly status: FileStatus },
  place: {
    readonly cacheDir: string;
    readonly cache: RepositoryCache;
    readonly commit: string;
    readonly path: string;
    readonly request: ModelRequest;
  },
): Promise<SourceAnswer> {
  const { cacheDir, cache, commit, path, request } = place;
  if (isHubForbidden(request)) throw error;
  // Another program's cache is only read.
  if (cacheDir === request.cacheDir) {
    try {
      await quarantine(cache, commit, path, status);
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      const message = `is damaged, and cannot be set aside (${cause.message}). Correct the permissions of the cache or choose another cacheDir.`;
      throw new ModelFileError({ path: error.path, problem: error.problem, message, cause });
    }
  }
  return { missing: `${cache.snapshotFile(commit, path)} is damaged` };
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
