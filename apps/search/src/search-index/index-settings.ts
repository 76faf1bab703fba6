import { readFile, rename, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import type { IndexLocation } from './index-location.ts';
import { SearchIndexError } from './search-index-error.ts';

const settingsSchema = z.object({
  format: z.literal(1),
  /** The embedding model, by its name, and the address of its service where it is not run here. */
  embedder: z.object({ model: z.string(), url: z.string().optional() }),
  /** The language whose word endings and stop words are known. */
  language: z.string(),
  /** The folders and files that are searched, by their names in the index. */
  roots: z.array(z.string()),
});

/** What an index was made with and of. */
export type IndexSettings = Readonly<Omit<z.infer<typeof settingsSchema>, 'roots'>> & {
  readonly roots: readonly string[];
};

/**
 * What the index there was made with; `undefined` where there is none.
 *
 * @throws {SearchIndexError} when the file is damaged or of a later version.
 */
export async function readSettings(location: IndexLocation): Promise<IndexSettings | undefined> {
  let text: string;
  try {
    text = await readFile(location.settings, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SearchIndexError(`${location.settings} cannot be read (${code}).`, { cause: error });
  }
  try {
    return settingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${location.settings} is damaged, or of a later version of this program. Delete ${location.folder} to index again.`;
    throw new SearchIndexError(message, { cause });
  }
}

/** Replaces what is said of the index there, in one step. */
export async function writeSettings(location: IndexLocation, settings: IndexSettings): Promise<void> {
  await location.make();
  const draft = `${location.settings}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(settings, undefined, 2)}\n`);
  await rename(draft, location.settings);
}
