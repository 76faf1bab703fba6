import { stat } from 'node:fs/promises';
import { ModelFileError } from '@x/core';

/** What the system says of a file. */
export interface FileStatus {
  /** In bytes. */
  readonly size: number;
  /** Time of the last change, in milliseconds since 1970. */
  readonly mtimeMs: number;
}

/** Size in bytes of the regular file at `path`, as {@link fileStatus} tells it. */
export async function fileSize(path: string): Promise<number | undefined> {
  return (await fileStatus(path))?.size;
}

/**
 * Size and time of the regular file at `path`, links followed; `undefined` when there is none.
 *
 * @throws {ModelFileError} when the system does not say, e.g. for want of permission.
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

/** True for the error of a file operation whose path, or a folder on the way to it, does not exist. */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** True for an error of the operating system, such as a full disk. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

/** The typed error for a file that is there but cannot be read. */
export function unreadable(path: string, cause: unknown): ModelFileError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ModelFileError({ path, problem: 'invalid', message: `cannot be read (${reason}).`, cause });
}
