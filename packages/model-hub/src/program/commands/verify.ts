import { ModelFileError, ModelUnavailableError } from '@x/core';
import { type CachedRepository, listCachedRepositories, listSnapshotFiles } from '../../cache/cached-repositories.ts';
import { checkSnapshotFile, type FileCheck } from '../../cache/check-snapshot-file.ts';
import { type InstalledModel, listInstalledModels } from '../../installed-models.ts';
import { createProgressMeter } from '../../progress-meter.ts';
import { fileSize } from '../../file-status.ts';
import { verifyFiles } from '../../verify-files.ts';
import { findWanted } from '../wanted-model.ts';
import type { Command, CommandContext, CommandResult } from '../command.ts';

/** Result of the check of one model in one directory. */
interface VerifiedModel {
  readonly name: string;
  readonly source: 'bundled' | 'cache';
  readonly directory: string;
  readonly files: number;
  /** Files whose expected hash is unknown. They are not empty and not a web page or Git LFS pointer. */
  readonly unknown: readonly string[];
  /** One sentence for each damaged file. */
  readonly problems: readonly string[];
}

/** Hashes every file of the given models, or of all installed and cached models. It does not change or fetch anything. */
export const verify: Command = async (context) => {
  const installed = await listInstalledModels();
  const cached: CachedRepository[] = [];
  for (const cacheDir of [context.cacheDir, ...context.otherCacheDirs]) {
    cached.push(...(await listCachedRepositories(cacheDir)));
  }
  const wanted = context.names.map((name) => findWanted(name, context));
  for (const { name, repository } of wanted) requireFound(name, repository, { installed, cached });
  const isWanted = (name: string, key: 'name' | 'repository'): boolean =>
    wanted.length === 0 || wanted.some((model) => model[key].toLowerCase() === name.toLowerCase());
  const results: VerifiedModel[] = [];
  for (const model of installed.filter((candidate) => isWanted(candidate.model, 'name'))) {
    results.push(await verifyInstalled(model, context));
  }
  for (const model of cached.filter((candidate) => isWanted(candidate.repository, 'repository'))) {
    for (const commit of model.commits) results.push(await verifySnapshot(model, commit, context));
  }
  return toResult(results);
};

function requireFound(
  name: string,
  repository: string,
  here: { readonly installed: readonly InstalledModel[]; readonly cached: readonly CachedRepository[] },
): void {
  const isInstalled = here.installed.some(({ model }) => model.toLowerCase() === name.toLowerCase());
  const isCached = here.cached.some((candidate) => candidate.repository.toLowerCase() === repository.toLowerCase());
  if (isInstalled || isCached) return;
  const attempts = ['bundled: no installed package declares it', 'cache: it contains no snapshot'];
  throw new ModelUnavailableError({ model: name, attempts, advice: 'Download it with "x-model-hub download".' });
}

async function verifyInstalled(
  { model, directory, manifest }: InstalledModel,
  { onProgress }: CommandContext,
): Promise<VerifiedModel> {
  const result = { name: model, source: 'bundled' as const, directory, files: manifest.files.length, unknown: [] };
  try {
    await verifyFiles(directory, manifest.files, { model, onProgress });
    return { ...result, problems: [] };
  } catch (error) {
    if (!ModelFileError.isInstance(error)) throw error;
    return { ...result, problems: [error.message] };
  }
}

async function verifySnapshot(
  { repository, cache }: CachedRepository,
  commit: string,
  { onProgress }: CommandContext,
): Promise<VerifiedModel> {
  const paths = await listSnapshotFiles(cache, commit);
  let total = 0;
  for (const path of paths) total += (await fileSize(cache.snapshotFile(commit, path))) ?? 0;
  const meter = createProgressMeter({ phase: 'verify', subject: repository, total, onProgress });
  const unknown: string[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const onBytes = (count: number): void => meter.add(count, path);
    const check: FileCheck = await checkSnapshotFile(cache, commit, path, { thorough: true, onBytes });
    if (check.state === 'unknown') unknown.push(path);
    if (check.state === 'damaged') problems.push(check.error.message);
    if (check.state === 'missing') problems.push(`${cache.snapshotFile(commit, path)}: links to a missing file.`);
  }
  meter.finish();
  const directory = cache.snapshot(commit);
  return { name: repository, source: 'cache', directory, files: paths.length, unknown, problems };
}

function toResult(models: readonly VerifiedModel[]): CommandResult {
  const lines = models.flatMap(({ name, directory, files, unknown, problems }) => {
    const state = problems.length > 0 ? 'damaged' : 'intact';
    const unchecked = unknown.length > 0 ? `, ${unknown.length} of them without a known hash` : '';
    return [`${name}: ${state} (${files} files${unchecked}) ${directory}`, ...problems.map((line) => `  ${line}`)];
  });
  const isOk = models.every(({ problems }) => problems.length === 0);
  return { data: models, text: lines.join('\n') || 'No model is installed or in the cache.', isOk };
}
