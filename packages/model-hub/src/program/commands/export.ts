import { createHash, randomUUID } from 'node:crypto';
import { copyFile, readFile, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ModelFileError, withoutByteOrderMark } from '@x/core';
import { makeFolder } from '@x/core/files';
import { fileSize, isMissing, isSystemError } from '../../file-status.ts';
import { hashContent } from '../../content-hash.ts';
import { manifestName, type ManifestFile } from '../../manifest.ts';
import { configurationFiles, externalDataBeside } from '../../model-files.ts';
import { toModelRequest } from '../../model-request.ts';
import { findModel, resolveModel } from '../../resolve-model.ts';
import type { ResolvedModel } from '../../resolved-model.ts';
import { moduleFiles, moduleListName } from '../../sentence-transformers/module-list.ts';
import { findWanted, type WantedModel } from '../wanted-model.ts';
import { type Command, resolveOptions } from '../command.ts';

/**
 * Copies a model into a folder that `modelPath` accepts, and fetches it first if necessary. The folder contains a `manifest.json`, against which the
 * model is checked when it is loaded. The folder appears only when it is complete.
 */
export const exportModel: Command = async (context) => {
  const wanted = findWanted(context.names[0] ?? '', context);
  const target = resolve(context.directory);
  await requireFree(target);
  const resolved = await findModel(toModelRequest(wanted.name, resolveOptions(wanted, context)));
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const files = await copyModel(resolved, wanted, temporary);
    await writeManifest(resolved, files, temporary);
    // Resolving the copy checks every byte that was written.
    await resolveModel(wanted.name, { modelFile: weightsPath(resolved), modelPath: temporary });
    await rmdir(target).catch(() => undefined);
    await rename(temporary, target);
    const { revision } = resolved;
    const data = { model: wanted.name, directory: target, ...(revision !== undefined && { revision }), files };
    return { data, text: `${wanted.name} is in ${target}. Load it with modelPath.`, isOk: true };
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const message = `cannot be written (${cause.message}). Free disk space, correct its permissions or name another folder.`;
    throw new ModelFileError({ path: target, problem: 'invalid', message, cause });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

async function requireFree(target: string): Promise<void> {
  try {
    if ((await readdir(target)).length === 0) return;
  } catch (error) {
    if (isMissing(error) && (await fileSize(target)) === undefined) return;
  }
  const message = 'already exists. Name a folder that does not exist or is empty.';
  throw new ModelFileError({ path: target, problem: 'invalid', message });
}

/** Returns the path of the weights relative to the directory, with forward slashes. */
function weightsPath({ directory, modelFile }: ResolvedModel): string {
  return relative(directory, modelFile).replaceAll('\\', '/');
}

/** Copies the files that the model needs to the same relative paths. Copies all files of a package. */
async function copyModel(
  resolved: ResolvedModel,
  { additionalFiles, optionalFiles, externalData }: WantedModel,
  target: string,
): Promise<ManifestFile[]> {
  const { directory, manifest } = resolved;
  const weights = weightsPath(resolved);
  const data = externalData ? await externalDataBeside(directory, weights) : [];
  const named = [...additionalFiles, 'tokenizer.json', ...configurationFiles, ...optionalFiles];
  const ofModules = manifest === undefined && named.includes(moduleListName) ? await moduleFiles(directory) : [];
  const wanted: readonly Pick<ManifestFile, 'path' | 'reads'>[] =
    manifest?.files ?? [...new Set([weights, ...data, ...named, ...ofModules])].map((path) => ({ path }));
  const files: ManifestFile[] = [];
  for (const { path, reads } of wanted) {
    const source = join(directory, path);
    if ((await fileSize(source)) === undefined) continue;
    const place = join(target, path);
    await makeFolder(dirname(place));
    await copyFile(source, place);
    const { size } = await stat(place);
    const sha256 = await hashContent(source, { oid: sha256Like, size }, {});
    files.push({ path, size, sha256, ...(reads !== undefined && { reads }) });
  }
  return files;
}

/** A SHA-256, whose length tells `hashContent` to compute a SHA-256. */
const sha256Like = createHash('sha256').digest('hex');

async function writeManifest(
  { model, directory, manifest, revision }: ResolvedModel,
  files: readonly ManifestFile[],
  target: string,
): Promise<void> {
  // A package's manifest contains more facts than `ModelManifest`.
  const said: unknown =
    manifest === undefined
      ? {}
      : JSON.parse(withoutByteOrderMark(await readFile(join(directory, manifestName), 'utf8')));
  const content = { model, ...(said as object), ...(revision !== undefined && { revision }), files };
  await writeFile(join(target, manifestName), `${JSON.stringify(content, null, 2)}\n`);
}
