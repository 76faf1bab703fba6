import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';

import { IgnoreRules } from './ignore-rules.ts';
import { isMissing } from './is-missing.ts';

/** A file to search. */
export interface FoundFile {
  /** The absolute path. */
  readonly path: string;
  /** The size in bytes. */
  readonly size: number;
  /** The time of the last change of the content, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** A file or folder that cannot be read, with a short reason. */
export interface UnreadablePath {
  readonly path: string;
  readonly reason: string;
}

/** Options of {@link walkFolder}. */
export interface WalkOptions {
  /** Called for each file and folder that this process cannot read. */
  readonly onUnreadable: (unreadable: UnreadablePath) => void;
  /** A path in the folder. Yields only the files at or below it. @default the folder itself */
  readonly within?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Yields the files in a folder and its subfolders in the order of their names. When `root` is a file, yields only that file.
 *
 * Skips the files that `.gitignore` and `.ignore` exclude, hidden files and folders, and folders of installed packages. Does not follow symbolic
 * links, so all files are inside the folder.
 *
 * @throws {Error} a system error when the folder itself cannot be read.
 */
export async function* walkFolder(root: string, options: WalkOptions): AsyncGenerator<FoundFile, void, undefined> {
  const found = await stat(root);
  if (!found.isDirectory()) {
    if (isOnTheWay(root, false, options)) yield { path: root, size: found.size, modifiedMs: found.mtimeMs };
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
    .filter((entry) => isOnTheWay(join(folder, entry.name), entry.isDirectory(), options))
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

/** Returns whether `path` is at or below the path to walk, or is a folder above it. */
function isOnTheWay(path: string, isFolder: boolean, { within }: WalkOptions): boolean {
  if (within === undefined || path === within || path.startsWith(`${within}${sep}`)) return true;
  return isFolder && within.startsWith(`${path}${sep}`);
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
  if (!isMissing(error)) onUnreadable({ path, reason: `${(error as NodeJS.ErrnoException).code}` });
  // A name that is not UTF-8 cannot be opened by its decoded form. Other missing files were removed during the walk.
  else if (basename(path).includes('\uFFFD')) onUnreadable({ path, reason: 'its name is not UTF-8' });
}
