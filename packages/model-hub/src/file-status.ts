import { stat } from 'node:fs/promises';
import { ModelFileError } from '@x/core';

/** Size and modification time of a file. */
export interface FileStatus {
  /** In bytes. */
  readonly size: number;
  /** Modification time, in milliseconds since 1970. */
  readonly mtimeMs: number;
}

/** Returns the size in bytes of the regular file at `path`, see {@link fileStatus}. */
export async function fileSize(path: string): Promise<number | undefined> {
  return (await fileStatus(path))?.size;
}

/**
 * Returns size and modification time of the regular file at `path`, following links; `undefined` when there is none.
 *
 * @throws {ModelFileError} when the status cannot be read, e.g. because a permission is missing.
 */
export async function fileStatus(path: string): Promise<FileStatus | undefined> {
  try {
    const status = await stat(path);
    return status.isFile() ? { size: status.size, mtimeMs: status.mtimeMs } : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
}

/** Returns true for the error of a file operation whose path, or a parent folder of it, does not exist. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Returns true for an error of the operating system, such as a full disk. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** Returns the typed error for a file that exists but cannot be read. */
export function unreadable(path: string, cause: unknown): ModelFileError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ModelFileError({ path, problem: 'invalid', message: `cannot be read (${reason}).`, cause });
}
