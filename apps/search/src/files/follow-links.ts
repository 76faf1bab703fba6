import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Returns the real path of a file or folder. In the path of a missing one, follows the links of the folders above it. */
export async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(await followLinks(folder), basename(path));
  }
}
