import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and its missing parents. An existing folder stays as it is.
 *
 * It does not use `mkdir` with `recursive`, which never ends below a folder that reports ENOENT for every new name, as /proc does:
 * https://github.com/nodejs/node/blob/v22.11.0/src/node_file.cc (`MKDirpAsync`).
 *
 * Rejects with a system error (with `code`, `syscall` and `path`) when one of the folders cannot be created or is a file. The caller knows what
 * the folder is for and wraps the error in a typed one.
 *
 * @example
 * await makeFolder('/proc/x/y'); // rejects immediately: ENOENT
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let path = resolve(folder); !(await isFolder(path)); path = dirname(path)) {
    // The drive itself is missing.
    if (path === dirname(path)) throw failure('ENOENT', path, 'is missing');
    missing.push(path);
  }
  for (const path of missing.toReversed()) {
    await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
      // Another process may have created it in the meantime.
      if (error.code !== 'EEXIST' || !(await isFolder(path))) throw error;
    });
  }
}

/** Resolves with false when the path does not exist. Rejects when it is not a folder. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // ENOTDIR: a parent is a file. The caller finds it when it checks the parents.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (found === undefined || found.isDirectory()) return found !== undefined;
  throw failure('ENOTDIR', path, 'is not a folder');
}

/** Creates an error with the fields of `node:fs` errors. */
function failure(code: string, path: string, fact: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: '${path}' ${fact}`), { code, path, syscall: 'mkdir' });
}
