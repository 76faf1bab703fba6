import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of files. Disposing of it removes the folder. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes files. The keys are paths relative to the folder. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
}

export async function temporaryFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'search-')));
  const folder: TemporaryFolder = {
    path,
    async write(wanted) {
      for (const [name, content] of Object.entries(wanted)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), content);
      }
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  await folder.write(files);
  return folder;
}
