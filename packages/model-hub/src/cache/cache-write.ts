import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { makeFolder } from '@x/core/files';

/**
 * Makes `target` a relative link to `blob`, as Python does, so that a cache can be moved.
 *
 * When links are impossible (Windows without developer mode, some network drives), a blob that was just written is moved, and an older blob
 * is copied because other snapshots may use it. An existing file at `target` is replaced atomically, so that readers see the old or the new file.
 */
export async function linkIntoSnapshot(
  blob: string,
  target: string,
  { isNewBlob, createLink = symlink }: { readonly isNewBlob: boolean; readonly createLink?: typeof symlink },
): Promise<void> {
  await makeFolder(dirname(target));
  try {
    await replaceFile(target, (temporary) => createLink(relative(dirname(target), blob), temporary, 'file'));
  } catch {
    if (isNewBlob) await rename(blob, target);
    else await replaceFile(target, (temporary) => copyFile(blob, temporary));
  }
}

/** Records the commit of a revision. Readers see the old or the new commit, never a part of it. A correct ref is not written again. */
export async function writeRef(path: string, commit: string): Promise<void> {
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known === commit) return;
  await makeFolder(dirname(path));
  await replaceFile(path, (temporary) => writeFile(temporary, commit));
}

/** Records that a commit does not have a file, so that later calls need not ask the hub. Does nothing when the cache cannot be written. */
export async function markAbsent(path: string): Promise<void> {
  await makeFolder(dirname(path))
    .then(() => writeFile(path, ''))
    .catch(() => undefined);
}

/** Atomically replaces `path` with the temporary file that `write` creates beside it. Removes the temporary file on failure. */
export async function replaceFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.incomplete`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } finally {
    // This is needed after success too: renaming a file to another hard link of the same file does nothing.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
