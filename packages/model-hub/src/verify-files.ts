import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelFileError, type ProgressListener } from '@x/core';
import { fileSize, isSystemError, unreadable } from './file-status.ts';
import type { ManifestFile } from './manifest.ts';
import { createProgressMeter } from './progress-meter.ts';

/** Options of {@link verifyFiles}. */
export interface VerifyFilesOptions {
  /** Named in progress events. */
  readonly model: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

// Hashing a block of this size takes a fraction of a millisecond: that is how long the event loop waits at a time.
const blockSize = 256 * 1024;

/**
 * Checks presence and size of every file first, which is instant, then the SHA-256 of each.
 *
 * @throws {ModelFileError} naming the first file that differs, with what was expected and found.
 */
export async function verifyFiles(
  directory: string,
  files: readonly ManifestFile[],
  { model, signal, onProgress }: VerifyFilesOptions,
): Promise<void> {
  for (const { path, size } of files) await requireSize(join(directory, path), size);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const meter = createProgressMeter({ phase: 'verify', subject: model, total, onProgress });
  for (const { path, sha256 } of files) {
    const found = await hashFile(join(directory, path), signal, (bytes) => meter.add(bytes, path)).catch((error) => {
      throw isSystemError(error) ? unreadable(join(directory, path), error) : error;
    });
    if (found !== sha256) {
      throw new ModelFileError({
        path: join(directory, path),
        problem: 'wrong-hash',
        message: `is damaged or was changed: its SHA-256 must be ${sha256}, but is ${found}. ${restore}`,
      });
    }
  }
  meter.finish();
}

const restore = 'Install the package or copy the file again.';

async function requireSize(path: string, size: number): Promise<void> {
  const found = await fileSize(path);
  if (found === size) return;
  const problem = found === undefined ? 'missing' : found === 0 ? 'empty' : 'wrong-size';
  const fact = found === undefined ? 'is missing' : `must have ${size} bytes, but has ${found}`;
  throw new ModelFileError({ path, problem, message: `${fact}. ${restore}` });
}

async function hashFile(
  path: string,
  signal: AbortSignal | undefined,
  onBytes: (count: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(blockSize);
  await using file = await open(path, 'r');
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(block, 0, blockSize, null);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(block.subarray(0, bytesRead));
    onBytes(bytesRead);
  }
}
