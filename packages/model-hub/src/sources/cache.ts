import { readFile } from 'node:fs/promises';
import { ModelFileError } from '@x/core';
import { repositoryCaches } from '../cache/cached-repositories.ts';
import { checkSnapshotFile } from '../cache/check-snapshot-file.ts';
import { quarantine } from '../cache/quarantine.ts';
import { removeOrphans } from '../cache/side-by-side-folders.ts';
import { isCommit, type RepositoryCache } from '../cache-layout.ts';
import { fileSize, type FileStatus, isMissing, isSystemError, unreadable } from '../file-status.ts';
import { externalDataBeside, requiredFiles } from '../model-files.ts';
import type { ModelRequest } from '../model-request.ts';
import type { ResolvedModel, SourceAnswer } from '../resolved-model.ts';
import { externalDataMark, namedByModules } from './choose-files.ts';

/**
 * Finds the model in the cache, whoever put it there, without asking the hub whether the revision has moved. Of folders whose names differ in
 * case alone, the exact name is looked at first; the first that has the whole model is taken.
 *
 * Each file must be intact, see `checkSnapshotFile`. One that is not is set aside and leads to the hub, unless the hub may not be asked:
 * then it is an error. A configuration file that the snapshot lacks and that is not marked absent makes it incomplete, too.
 *
 * @throws {ModelFileError} for a damaged file that cannot be fetched again, or not be set aside.
 */
export async function findInCache(request: ModelRequest): Promise<SourceAnswer> {
  const attempts: string[] = [];
  let fallback: ResolvedModel | undefined;
  for (const cacheDir of [request.cacheDir, ...request.otherCacheDirs]) {
    const caches = await repositoryCaches(cacheDir, request.repository);
    if (cacheDir === request.cacheDir) await removeOrphans(cacheDir, caches);
    for (const cache of caches) {
      const answer = await findInOne(cacheDir, cache, request);
      if ('found' in answer) return answer;
      attempts.push(answer.missing);
      fallback ??= answer.fallback;
    }
  }
  return { missing: attempts.join(', '), ...(fallback && { fallback }) };
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
  // Known only now that `modules.json` is.
  const ofModules = await namedByModules(request, directory);
  for (const path of ofModules) {
    const answer = await check(path);
    if (answer !== undefined) return answer;
  }
  const place = cache.snapshotFile(commit, modelFile);
  const found: ResolvedModel = { model, source: 'cache', directory, modelFile: place, revision: commit };
  if (isHubForbidden(request)) return { found };
  const lacks = (path: string): string => `${directory} does not say whether there is a ${path}`;
  const unknown = await firstUnknown(cache, commit, request.optionalFiles);
  if (unknown !== undefined) return { missing: lacks(unknown) };
  // Few models have any, and one that cannot be loaded without them says so.
  const dataMark = request.externalData && externalData.length === 0 ? [externalDataMark(modelFile)] : [];
  const doubt = await firstUnknown(cache, commit, [...ofModules, ...dataMark]);
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

/** The first of the places that there is something at; the first of all where there is nothing. */
async function firstPresent(cache: RepositoryCache, commit: string, paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    if ((await fileSize(cache.snapshotFile(commit, path))) !== undefined) return path;
  }
  return paths[0]!;
}

/** What is in the snapshot, and what once was. */
async function listExternalData(cache: RepositoryCache, commit: string, modelFile: string): Promise<string[]> {
  const present = await externalDataBeside(cache.snapshot(commit), modelFile);
  const recorded = await externalDataBeside(cache.records(commit), modelFile, '.json');
  return [...new Set([...present, ...recorded])];
}

/** The first path of which nothing says whether the commit has it. */
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
