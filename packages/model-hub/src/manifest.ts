import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, unreadable } from './file-status.ts';
import { type ManifestFile, type ModelManifest, parseManifest } from './parse-manifest.ts';

export type { ManifestFile, ModelManifest };

/** Name of the manifest in every model package. */
export const manifestName = 'manifest.json';

/**
 * Returns the manifest of a directory; `undefined` when there is none, or when it describes no model because it belongs to another program.
 *
 * @throws {ModelFileError} when it is not JSON, or lists a file outside its directory or without a size or SHA-256.
 */
export async function readManifest(directory: string): Promise<ModelManifest | undefined> {
  const path = join(directory, manifestName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unreadable(path, error);
  }
  return parseManifest(text, path);
}
