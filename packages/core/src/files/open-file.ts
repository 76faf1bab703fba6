import { fsync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';

const syncDescriptor = promisify(fsync);

/**
 * Opens a file, for `await using`.
 *
 * Yarn's Plug'n'Play replaces `node:fs`. Its file handles (4.18) have neither a disposal method nor `sync`, so this function adds both.
 */
export async function openFile(path: string, flags: string | number): Promise<FileHandle> {
  const file: FileHandle & Partial<AsyncDisposable> = await open(path, flags);
  if (file[Symbol.asyncDispose] !== undefined) return file;
  return Object.assign(file, {
    [Symbol.asyncDispose]: () => file.close(),
    sync: () => syncDescriptor(file.fd),
  });
}
