import { readFile, stat } from 'node:fs/promises';
import { followSignal, ModelFileError } from '@x/core';
import { repositoryCaches } from '../cache/cached-repositories.ts';
import { fetchIntoCache } from '../cache/fetch-into-cache.ts';
import type { RepositoryCache } from '../cache/cache-layout.ts';
import { markAbsent, writeRef } from '../cache/cache-write.ts';
import { cleanToken } from '../environment.ts';
import { isMissing, isSystemError } from '../file-status.ts';
import { openConnection } from '../http/connection.ts';
import { createHubClient, type HubClientOptions } from '../http/hub-client.ts';
import { isCommit, type ModelRequest, requireToken } from '../model-request.ts';
import { createProgressMeter } from '../progress-meter.ts';
import { listRepository, type RepositoryFile } from '../repository-listing.ts';
import type { SourceAnswer } from '../resolved-model.ts';
import { chooseFiles, findModuleFiles } from './choose-files.ts';

/**
 * Fetches the model from the hub into the cache. Existing intact files stay; missing files are downloaded and checked.
 *
 * The ref is written last, so an interrupted run never looks complete.
 *
 * @throws {DownloadError} when the hub does not deliver a file, or the repository lacks a required file.
 * @throws {ModelFileError} when a file differs from the hub's listing, or the cache cannot be written.
 */
export async function findInHub(request: ModelRequest): Promise<SourceAnswer> {
  if (request.offline) return { missing: 'not asked, because offline or HF_HUB_OFFLINE is set' };
  const cache = await cacheToFill(request);
  request.signal?.throwIfAborted();
  using own = followSignal(request.signal);
  try {
    return await fetchModel(request, cache, own.signal);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const message = `cannot be written (${cause.message}). Free disk space, correct its permissions or choose another cacheDir.`;
    throw new ModelFileError({ path: cache.directory, problem: 'invalid', message, cause });
  }
}

/** Returns the folder of the exact name, or an existing folder whose name differs only in case, so that its files are not fetched again. */
async function cacheToFill({ cacheDir, repository }: ModelRequest): Promise<RepositoryCache> {
  const [exact, other = exact] = await repositoryCaches(cacheDir, repository);
  const isThere = await stat(exact.directory).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
  return isThere ? exact : other;
}

async function fetchModel(request: ModelRequest, cache: RepositoryCache, signal: AbortSignal): Promise<SourceAnswer> {
  const { model, revision } = request;
  await using connection = await openConnection(request.fetch, request.proxy);
  const client = createHubClient({ ...request, ...(await findToken(request)), fetch: connection.fetch, signal });
  const listing = await listRepository({ ...request, fetch: client.fetch, signal });
  const { commit } = listing;
  const { modelFile, configuration, weights, absent } = await chooseFiles(listing, request);
  const total = [...configuration, ...weights].reduce((sum, { size }) => sum + size, 0);
  const meter = createProgressMeter({ phase: 'download', subject: model, total, onProgress: request.onProgress });
  for (const path of absent) await markAbsent(cache.absenceMark(commit, path));
  const fetchAll = async (files: readonly RepositoryFile[]): Promise<void> => {
    for (const file of files) {
      await fetchIntoCache(file, { cache, commit, client, url: fileUrl(request, commit, file.path), meter });
    }
  };
  await fetchAll(configuration);
  const parts = await findModuleFiles(listing, request, cache.snapshot(commit));
  for (const path of parts.absent) await markAbsent(cache.absenceMark(commit, path));
  meter.extend(parts.files.reduce((sum, { size }) => sum + size, 0));
  await fetchAll(parts.files);
  await request.inspect?.(cache.snapshot(commit));
  await fetchAll(weights);
  signal.throwIfAborted();
  if (!isCommit(revision)) await writeRef(cache.ref(revision), commit);
  meter.finish();
  const directory = cache.snapshot(commit);
  return {
    found: { model, source: 'hub', directory, modelFile: cache.snapshotFile(commit, modelFile), revision: commit },
  };
}

function fileUrl({ endpoint, repository }: ModelRequest, commit: string, path: string): string {
  return `${endpoint}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Returns the token to send. An invalid token is an error only when it would be sent, so it is checked here. */
async function findToken(request: ModelRequest): Promise<Pick<HubClientOptions, 'token' | 'tokenPlace'>> {
  const { token, tokenPlace, tokenPath } = request;
  if (token !== undefined) return { token: requireToken(token, 'HF_TOKEN'), tokenPlace };
  if (tokenPath === undefined) return { token: undefined };
  // Most users have no token file. If a token is needed but cannot be read, the hub responds with 401.
  const text = await readFile(tokenPath, 'utf8').catch(() => undefined);
  return { token: requireToken(cleanToken(text), tokenPath), tokenPlace: tokenPath };
}
