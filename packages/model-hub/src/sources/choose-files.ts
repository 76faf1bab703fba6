import { posix } from 'node:path';
import { DownloadError } from '@x/core';
import { isContainedPath } from '../contained-path.ts';
import { isExternalData, requiredFiles } from '../model-files.ts';
import type { ModelRequest } from '../model-request.ts';
import type { RepositoryFile, RepositoryListing } from '../repository-listing.ts';
import { moduleFiles, moduleListName } from '../sentence-transformers/module-list.ts';

/** What is to be fetched of a commit. */
export interface ChosenFiles {
  /** The weights' path. */
  readonly modelFile: string;
  /** Everything but the weights. */
  readonly configuration: readonly RepositoryFile[];
  /** In the order in which they are fetched, after the rest: the graph last, so that a snapshot that has it has everything. */
  readonly weights: readonly RepositoryFile[];
  /** What was looked for and is not there. */
  readonly absent: readonly string[];
}

/**
 * Decides which files of a commit the model needs.
 *
 * @throws {DownloadError} when one that it cannot do without is not there; for weights, it says which there are.
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
  // Turned round, so that the graph is the last of all.
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
 * The files of the modules that `modules.json` of a snapshot names, where it was asked for: those that the commit has and that were not chosen
 * before, and the paths of those that it has not.
 *
 * @throws {ModelFileError} when `modules.json` is no list of modules.
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

/** The files of the modules of a snapshot, where its `modules.json` is asked for, save those that are asked for by name. */
export async function namedByModules(
  { optionalFiles, additionalFiles }: ModelRequest,
  snapshot: string,
): Promise<readonly string[]> {
  const asked = [...optionalFiles, ...additionalFiles];
  if (!asked.includes(moduleListName)) return [];
  return (await moduleFiles(snapshot)).filter((path) => !asked.includes(path));
}

/** The path whose absence says that the weights have no external data. */
export function externalDataMark(modelFile: string): string {
  return `${modelFile}_data`;
}

async function findExternalData(listing: RepositoryListing, modelFile: string): Promise<RepositoryFile[]> {
  const folder = posix.dirname(modelFile);
  const paths = await listing.list(folder === '.' ? '' : folder);
  return listing.find(paths.filter((path) => isContainedPath(path) && isExternalData(path, modelFile)).toSorted());
}

/** Files that an error names. */
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
