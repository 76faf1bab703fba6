import { readFile, rename, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import type { IndexLocation } from './index-location.ts';
import { SearchIndexError } from './search-index-error.ts';

const settingsSchema = z.object({
  format: z.literal(1),
  /** The name of the embedding model, and the URL of its service if it does not run locally. */
  embedder: z.object({ model: z.string(), url: z.string().optional() }),
  /** The language of the stemming and stop words. */
  language: z.string(),
  /** The indexed folders and files, by their names in the index. */
  roots: z.array(z.string()),
});

/** The settings of an index: its models and its roots. */
export type IndexSettings = Readonly<Omit<z.infer<typeof settingsSchema>, 'format' | 'roots'>> & {
  readonly roots: readonly string[];
};

/**
 * Reads the settings of an index. Returns `undefined` when no index exists.
 *
 * @throws {SearchIndexError} when the file cannot be read, is damaged, or comes from a later version.
 */
export async function readSettings(location: IndexLocation): Promise<IndexSettings | undefined> {
  let text: string;
  try {
    text = await readFile(location.settings, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SearchIndexError(`${location.settings} cannot be read (${code}). Check its permissions.`, {
      cause: error,
    });
  }
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${location.settings} is damaged, or a later version of this program wrote it. Delete ${location.folder} to index again.`;
    throw new SearchIndexError(message, { cause });
  }
}

/** Replaces the settings of an index atomically. */
export async function writeSettings(location: IndexLocation, settings: IndexSettings): Promise<void> {
  await location.make();
  const draft = `${location.settings}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ format: 1, ...settings }, undefined, 2)}\n`);
  await rename(draft, location.settings);
}
