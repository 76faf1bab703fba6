import type { QdrantClient } from '@x/qdrant-adapter';

import { type IndexDatabase, passageCollection } from './open-database.ts';
import type { ReadFile } from './read-files.ts';

/** In place of a division: no file is divided so. */
const unfinished = '';

/** Options of {@link storeFiles}. */
export interface StoreFilesOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Stores the passages of files and then their records.
 *
 * A record says whether what is stored of its file is whole. Until the last passage is stored it says that it is not, so that an interrupted run is
 * done again, and its passages are found and removed where the file is gone by then.
 */
export async function storeFiles(
  { passages: client, records, pipeline }: IndexDatabase,
  files: readonly ReadFile[],
  { signal }: StoreFilesOptions,
): Promise<{ readonly files: number; readonly passages: number }> {
  const changed = files.filter(({ passages }) => passages !== undefined);
  await records.write(changed.map(({ record }) => ({ ...record, hash: '', division: unfinished })));
  const documents = changed.flatMap(({ passages = [] }) =>
    passages.map((payload) => ({ id: `${payload.file}#${payload.number}`, payload })),
  );
  if (documents.length > 0) await (await pipeline()).index(documents, signal && { signal });
  // Of files that were longer, also by runs that were interrupted.
  const longer = changed.map(({ record: { file, passages } }) => ({
    must: [
      { key: 'file', match: { value: file } },
      { key: 'number', range: { gte: passages } },
    ],
  }));
  if (longer.length > 0) await deletePassages(client, { should: longer });
  await records.write(files.map(({ record }) => record));
  return { files: changed.filter(({ record }) => record.leftOut === undefined).length, passages: documents.length };
}

/** Removes files with all their passages. */
export async function removeFiles(
  { passages: client, records }: IndexDatabase,
  files: readonly string[],
): Promise<void> {
  if (files.length === 0) return;
  await deletePassages(client, { must: [{ key: 'file', match: { any: [...files] } }] });
  await records.forget(files);
}

async function deletePassages(client: QdrantClient, filter: object): Promise<void> {
  // The first passage makes the collection, and there may be none yet.
  if ((await client.collectionExists(passageCollection)).exists) await client.delete(passageCollection, { filter });
}
