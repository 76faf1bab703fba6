import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes files. Their paths are relative to `below`. */
  write(files: Readonly<Record<string, string | Uint8Array>>, below?: string): Promise<void>;
  /** Returns the relative paths of all files and links, sorted, with forward slashes. */
  list(): Promise<string[]>;
}

/** Creates a folder that is removed at the end of the `await using` block. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'x-model-hub-')));
  return {
    path,
    async write(files, below = '') {
      for (const [name, content] of Object.entries(files)) {
        const target = join(path, below, name);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }
    },
    async list() {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1).replaceAll('\\', '/'))
        .toSorted();
    },
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
    },
  };
}
