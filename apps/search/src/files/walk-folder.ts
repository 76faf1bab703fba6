import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { IgnoreRules } from './ignore-rules.ts';

/** A file that is to be searched. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** When its content was changed last, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** Something that cannot be read, and why, in a few words. */
export interface UnreadablePath {
  readonly path: string;
  readonly reason: string;
}

/** Options of {@link walkFolder}. */
export interface WalkOptions {
  /** Is told of each folder and file that the system does not let this process read. */
  readonly onUnreadable: (unreadable: UnreadablePath) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The files in a folder and below it, in the order of their names; of a file that file alone.
 *
 * What `.gitignore` and `.ignore` leave out, hidden files and folders, and folders of installed packages are not found. Symbolic links are not followed: what is
 * found is inside the folder.
 *
 * @throws {Error} of the system, when the folder itself cannot be read.
 */
export async function* walkFolder(root: string, options: WalkOptions): AsyncGenerator<FoundFile, void, undefined> {
  const found = await stat(root);
  if (!found.isDirectory()) {
    yield { path: root, size: found.size, modifiedMs: found.mtimeMs };
    return;
  }
  yield* walk(root, await IgnoreRules.of(root, isRepository), options);
}

async function* walk(
  folder: string,
  rules: IgnoreRules,
  options: WalkOptions,
): AsyncGenerator<FoundFile, void, undefined> {
  options.signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true });
  const wanted = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .filter((entry) => !rules.leavesOut(entry.name, entry.isDirectory()))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files = await Promise.all(
    wanted.filter((entry) => entry.isFile()).map(({ name }) => look(join(folder, name), options)),
  );
  yield* files.filter((file) => file !== undefined);
  for (const { name } of wanted.filter((entry) => entry.isDirectory())) {
    const path = join(folder, name);
    try {
      yield* walk(path, await rules.below(path), options);
    } catch (error) {
      if (!isOfSystem(error)) throw error;
      tellUnlessGone(path, error, options);
    }
  }
}

async function look(path: string, options: WalkOptions): Promise<FoundFile | undefined> {
  try {
    const { size, mtimeMs } = await lstat(path);
    return { path, size, modifiedMs: mtimeMs };
  } catch (error) {
    tellUnlessGone(path, error, options);
    return undefined;
  }
}

async function isRepository(folder: string): Promise<boolean> {
  return stat(join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function tellUnlessGone(path: string, error: unknown, { onUnreadable }: WalkOptions): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT') onUnreadable({ path, reason: `${code}` });
  // Nothing has the name that it is decoded to. Others were removed while the folder was read.
  else if (basename(path).includes('\uFFFD')) onUnreadable({ path, reason: 'its name is not UTF-8' });
}
