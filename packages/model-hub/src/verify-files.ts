import { join } from 'node:path';
import { ModelFileError, type ProgressListener } from '@x/core';
import { fileSize, isSystemError, unreadable } from './file-status.ts';
import { hashContent } from './content-hash.ts';
import type { ManifestFile } from './manifest.ts';
import { isForPeople } from './package-graphs.ts';
import { createProgressMeter } from './progress-meter.ts';

/** Options of {@link verifyFiles}. */
export interface VerifyFilesOptions {
  /** Name of the model in progress events. */
  readonly model: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/**
 * Checks that every file exists and has the right size, which is fast, and then the SHA-256 of each file. Files that only people read, such as the
 * license, may be missing, because copies of a model's folder and small images leave them out. docs/decisions/0021-model-files-checked-when.md
 * explains when files are checked.
 *
 * @throws {ModelFileError} naming the first file that differs, with the expected and actual values.
 */
export async function verifyFiles(
  directory: string,
  listed: readonly ManifestFile[],
  { model, signal, onProgress }: VerifyFilesOptions,
): Promise<void> {
  const files = await withoutAbsentTexts(directory, listed);
  for (const { path, size } of files) await requireSize(join(directory, path), size);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const meter = createProgressMeter({ phase: 'verify', subject: model, total, onProgress });
  for (const { path, size, sha256 } of files) {
    const place = join(directory, path);
    const onBytes = (bytes: number): void => meter.add(bytes, path);
    const found = await hashContent(place, { oid: sha256, size }, { signal, onBytes }).catch((error) => {
      throw isSystemError(error) ? unreadable(place, error) : error;
    });
    if (found !== sha256) {
      throw new ModelFileError({
        path: place,
        problem: 'wrong-hash',
        message: `is damaged or was changed: its SHA-256 must be ${sha256}, but is ${found}. ${restore}`,
      });
    }
  }
  meter.finish();
}

async function withoutAbsentTexts(directory: string, files: readonly ManifestFile[]): Promise<ManifestFile[]> {
  const kept: ManifestFile[] = [];
  for (const file of files) {
    const isAbsent = isForPeople(file.path) && (await fileSize(join(directory, file.path))) === undefined;
    if (!isAbsent) kept.push(file);
  }
  return kept;
}

const restore = 'Install the package or copy the file again.';

async function requireSize(path: string, size: number): Promise<void> {
  const found = await fileSize(path);
  if (found === size) return;
  const problem = found === undefined ? 'missing' : found === 0 ? 'empty' : 'wrong-size';
  const fact = found === undefined ? 'is missing' : `must have ${size} bytes, but has ${found}`;
  throw new ModelFileError({ path, problem, message: `${fact}. ${restore}` });
}
