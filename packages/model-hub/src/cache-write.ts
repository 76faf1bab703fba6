import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { makeFolder } from '@x/core/files';

/**
 * Makes `target` show the content of `blob`: a relative link, so that a cache can be moved, as Python makes it.
 *
 * Where links are impossible (Windows without developer mode, some network drives), a blob that was just written is moved and an older
 * one is copied, since other snapshots may use it. A file that was at `target` is
 * replaced in one step, so that others who look see the old or the new one.
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

/** Records the commit that a revision stands at; readers see the old or the new one, never half. One that is right stays untouched. */
export async function writeRef(path: string, commit: string): Promise<void> {
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known === commit) return;
  await makeFolder(dirname(path));
  await replaceFile(path, (temporary) => writeFile(temporary, commit));
}

/** Records that a commit has no such file, so that nobody asks again. A cache that cannot be written is only asked more often. */
export async function markAbsent(path: string): Promise<void> {
  await makeFolder(dirname(path))
    .then(() => writeFile(path, ''))
    .catch(() => undefined);
}

/** Gives `path` what `write` puts into a temporary file beside it, in one step; nothing stays of it where that fails. */
export async function replaceFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${path}.${randomUUID()}.incomplete`;
  try {
    await write(temporary);
    await rename(temporary, path);
  } finally {
    // Also after success: to rename a file to another name of the same file does nothing.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
