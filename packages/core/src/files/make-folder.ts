import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it where they are missing; one that is there already stays as it is.
 *
 * It is not `mkdir` with `recursive`, which tries for ever below a folder that says ENOENT to every new name, as /proc does:
 * https://github.com/nodejs/node/blob/v22.11.0/src/node_file.cc (`MKDirpAsync`).
 *
 * Rejects with an error of the system (with `code`, `syscall` and `path`) where one of the folders cannot be made, or is a file; the
 * caller knows what the folder is for, and wraps it in a typed error.
 *
 * @example
 * await makeFolder('/proc/x/y'); // rejects at once: ENOENT
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
      // Somebody else may have made it in the meantime.
      if (error.code !== 'EEXIST' || !(await isFolder(path))) throw error;
    });
  }
}

/** False where nothing is there. Rejects where something else than a folder is there. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // Below a file, which is found on the way up.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (found === undefined || found.isDirectory()) return found !== undefined;
  throw failure('ENOTDIR', path, 'is not a folder');
}

/** Shaped as the errors of `node:fs`. */
function failure(code: string, path: string, fact: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: '${path}' ${fact}`), { code, path, syscall: 'mkdir' });
}
