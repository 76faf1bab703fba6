import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the path of a file in a model directory. */
export function fileOf(directory: string, name: string): string {
  return join(directory, name);
}

/** Returns the text of a file; `undefined` when the file does not exist. */
export async function readFileText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
