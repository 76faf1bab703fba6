import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The path of a file of a model directory. */
export function fileOf(directory: string, name: string): string {
  return join(directory, name);
}

/** The text of a file; `undefined` when there is none. */
export async function readFileText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
