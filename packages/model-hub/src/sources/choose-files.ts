import { posix } from 'node:path';
import { DownloadError } from '@x/core';
import { isContainedPath } from '../contained-path.ts';
import { isExternalData, requiredFiles } from '../model-files.ts';
import type { ModelRequest } from '../model-request.ts';
import type { RepositoryFile, RepositoryListing } from '../repository-listing.ts';
import { moduleFiles, moduleListName } from '../sentence-transformers/module-list.ts';

/** The files of a commit to fetch. */
export interface ChosenFiles {
  /** Path of the weights. */
  readonly modelFile: string;
  /** All files except the weights. */
  readonly configuration: readonly RepositoryFile[];
  /** In fetch order, after the other files. The graph comes last, so that a snapshot with the graph is complete. */
  readonly weights: readonly RepositoryFile[];
  /** Requested files that the commit does not have. */
  readonly absent: readonly string[];
}

/**
 * Returns the files of a commit that the model needs.
 *
 * @throws {DownloadError} when a required file is missing. For missing weights, it lists the existing ones.
 */
export async function chooseFiles(listing: RepositoryListing, request: ModelRequest): Promise<ChosenFiles> {
  const { modelFiles, additionalFiles, optionalFiles } = request;
  const asked = new Set([...optionalFiles, 'tokenizer.json', ...additionalFiles, ...modelFiles]);
  const found = new Map((await listing.find([...asked])).map((file) => [file.path, file]));
  const modelFile = modelFiles.find((path) => found.has(path));
  if (modelFile === undefined) throw await withoutWeights(listing, request);
  const required = requiredFiles(modelFile, request.additionalFiles);
  const missing = required.filter((path) => !found.has(path));
  if (missing.length > 0) throw lacking(missing, request);
  const externalData = request.externalData ? await findExternalData(listing, modelFile) : [];
  for (const file of externalData) found.set(file.path, file);
  // Reversed, so that the graph comes last.
  const order = new Set([...optionalFiles, ...externalData.map(({ path }) => path), ...required.toReversed()]);
  const files = [...order].flatMap((path) => found.get(path) ?? []);
  const isWeights = ({ path }: RepositoryFile): boolean => path === modelFile || isExternalData(path, modelFile);
  const absent = optionalFiles.filter((path) => !found.has(path));
  const hasNoData = request.externalData && externalData.length === 0;
  return {
    modelFile,
    configuration: files.filter((file) => !isWeights(file)),
    weights: files.filter(isWeights),
    absent: hasNoData ? [...absent, externalDataMark(modelFile)] : absent,
  };
}

/**
 * Returns the files of the modules in a snapshot's `modules.json`, if that file was requested: the files of the commit that were not chosen before,
 * and the paths of missing files.
 *
 * @throws {ModelFileError} when `modules.json` is not a list of modules.
 */
export async function findModuleFiles(
  listing: RepositoryListing,
  request: ModelRequest,
  snapshot: string,
): Promise<{ readonly files: readonly RepositoryFile[]; readonly absent: readonly string[] }> {
  const paths = await namedByModules(request, snapshot);
  const files = paths.length === 0 ? [] : await listing.find(paths);
  return { files, absent: paths.filter((path) => !files.some((file) => file.path === path)) };
}

/** Returns the module files of a snapshot if its `modules.json` was requested, without the files that were requested by name. */
export async function namedByModules(
  { optionalFiles, additionalFiles }: ModelRequest,
  snapshot: string,
): Promise<readonly string[]> {
  const asked = [...optionalFiles, ...additionalFiles];
  if (!asked.includes(moduleListName)) return [];
  return (await moduleFiles(snapshot)).filter((path) => !asked.includes(path));
}

/** Returns the path whose absence mark means that the weights have no external data. */
export function externalDataMark(modelFile: string): string {
  return `${modelFile}_data`;
}

async function findExternalData(listing: RepositoryListing, modelFile: string): Promise<RepositoryFile[]> {
  const folder = posix.dirname(modelFile);
  const paths = await listing.list(folder === '.' ? '' : folder);
  return listing.find(paths.filter((path) => isContainedPath(path) && isExternalData(path, modelFile)).toSorted());
}

/** Maximum number of files that an error lists. */
const maxShown = 20;

async function withoutWeights(listing: RepositoryListing, request: ModelRequest): Promise<DownloadError> {
  const kind = posix.extname(request.modelFiles[0]!);
  const weights = (await listing.list('')).filter((path) => path.endsWith(kind)).toSorted();
  const more = weights.length > maxShown ? ` and ${weights.length - maxShown} more` : '';
  const shown = `Its ${kind} files are: ${weights.slice(0, maxShown).join(', ')}${more}.`;
  const there = weights.length === 0 ? `It has no ${kind} file at all.` : shown;
  return lacking([request.modelFiles.join(' or ')], request, there);
}

function lacking(
  paths: readonly string[],
  { endpoint, repository, revision }: ModelRequest,
  advice = 'Check the names of the model and of its files.',
): DownloadError {
  const message = `${repository} has no ${paths.join(' and no ')} at revision ${revision}. ${advice}`;
  return new DownloadError({ url: `${endpoint}/${repository}`, message });
}
