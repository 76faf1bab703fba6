import { readFile } from 'node:fs/promises';
import { ModelFileError } from '@x/core';
import { repositoryCaches } from '../cache/cached-repositories.ts';
import { checkSnapshotFile } from '../cache/check-snapshot-file.ts';
import { quarantine } from '../cache/quarantine.ts';
import { removeOrphans } from '../cache/side-by-side-folders.ts';
import type { RepositoryCache } from '../cache/cache-layout.ts';
import { fileSize, type FileStatus, isMissing, isSystemError, unreadable } from '../file-status.ts';
import { externalDataBeside, requiredFiles, specialTokensFile } from '../model-files.ts';
import { isCommit, type ModelRequest } from '../model-request.ts';
import type { ResolvedModel, SourceAnswer } from '../resolved-model.ts';
import { externalDataMark, namedByModules } from './choose-files.ts';

/**
 * Finds the model in the cache without asking the hub whether the revision has moved. Any program may have written the cache. Of folders whose names
 * differ only in case, the exact name is searched first; the first folder with the complete model is used.
 *
 * Each file must be intact, see `checkSnapshotFile`. A damaged file is moved to the quarantine, and the hub is used next. If the hub is forbidden, a
 * damaged file is an error. The snapshot is also incomplete when it lacks a configuration file that is not marked absent.
 *
 * @throws {ModelFileError} for a damaged file that cannot be fetched again or cannot be moved.
 */
export async function findInCache(request: ModelRequest): Promise<SourceAnswer> {
  const attempts: string[] = [];
  let fallback: ResolvedModel | undefined;
  let unrecorded: string | undefined;
  for (const cacheDir of [request.cacheDir, ...request.otherCacheDirs]) {
    const caches = await repositoryCaches(cacheDir, request.repository);
    if (cacheDir === request.cacheDir) await removeOrphans(cacheDir, caches);
    for (const cache of caches) {
      const answer = await findInOne(cacheDir, cache, request);
      if ('found' in answer) return answer;
      attempts.push(answer.missing);
      fallback ??= answer.fallback;
      unrecorded ??= answer.unrecorded;
    }
  }
  return {
    missing: attempts.join(', '),
    ...(fallback && { fallback }),
    ...(unrecorded !== undefined && { unrecorded }),
  };
}

async function findInOne(cacheDir: string, cache: RepositoryCache, request: ModelRequest): Promise<SourceAnswer> {
  const { model, revision, signal } = request;
  const commit = isCommit(revision) ? revision : await readRef(cache.ref(revision));
  if (commit === undefined) return { missing: `${cache.directory} has no revision ${revision}` };
  const modelFile = await firstPresent(cache, commit, request.modelFiles);
  const externalData = request.externalData ? await listExternalData(cache, commit, modelFile) : [];
  const required = [...requiredFiles(modelFile, request.additionalFiles), ...externalData];
  const directory = cache.snapshot(commit);
  const check = async (path: string): Promise<SourceAnswer | undefined> => {
    const found = await checkSnapshotFile(cache, commit, path, { signal });
    if (found.state === 'damaged') return setAside(found, { cacheDir, cache, commit, path, request });
    const isLacking = found.state === 'missing' && required.includes(path);
    return isLacking ? { missing: `${directory} lacks ${path}` } : undefined;
  };
  for (const path of [...required, ...request.optionalFiles]) {
    const answer = await check(path);
    if (answer !== undefined) return answer;
  }
  // These files are known only after `modules.json` was checked.
  const ofModules = await namedByModules(request, directory);
  for (const path of ofModules) {
    const answer = await check(path);
    if (answer !== undefined) return answer;
  }
  const place = cache.snapshotFile(commit, modelFile);
  const found: ResolvedModel = { model, source: 'cache', directory, modelFile: place, revision: commit };
  if (isHubForbidden(request)) return { found };
  const lacks = (path: string): string => `${directory} does not record whether ${path} exists`;
  const decisive = request.optionalFiles.filter((path) => path !== specialTokensFile);
  const unrecorded = await firstUnknown(cache, commit, decisive);
  if (unrecorded !== undefined) return { missing: lacks(unrecorded), unrecorded };
  // Few models have these files, and a model that needs them fails to load without them.
  const dataMark = request.externalData && externalData.length === 0 ? [externalDataMark(modelFile)] : [];
  const doubt = await firstUnknown(cache, commit, [...request.optionalFiles, ...ofModules, ...dataMark]);
  return doubt === undefined ? { found } : { missing: lacks(doubt), fallback: found };
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
  // Other caches are never changed.
  if (cacheDir === request.cacheDir) {
    try {
      await quarantine(cache, commit, path, status);
    } catch (cause) {
      if (!isSystemError(cause)) throw cause;
      const message = `is damaged, and cannot be moved to the quarantine (${cause.message}). Correct the permissions of the cache or choose another cacheDir.`;
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

/** Returns the first path with a file; the first path when no file exists. */
async function firstPresent(cache: RepositoryCache, commit: string, paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    if ((await fileSize(cache.snapshotFile(commit, path))) !== undefined) return path;
  }
  return paths[0]!;
}

/** Returns the external data in the snapshot, including files that were recorded but no longer exist. */
async function listExternalData(cache: RepositoryCache, commit: string, modelFile: string): Promise<string[]> {
  const present = await externalDataBeside(cache.snapshot(commit), modelFile);
  const recorded = await externalDataBeside(cache.records(commit), modelFile, '.json');
  return [...new Set([...present, ...recorded])];
}

/** Returns the first path for which the cache does not record whether the commit has the file. */
async function firstUnknown(
  cache: RepositoryCache,
  commit: string,
  paths: readonly string[],
): Promise<string | undefined> {
  for (const path of paths) {
    const isKnown =
      (await fileSize(cache.snapshotFile(commit, path))) !== undefined ||
      (await fileSize(cache.absenceMark(commit, path))) !== undefined;
    if (!isKnown) return path;
  }
  return undefined;
}
