import type { QdrantClient } from '@x/qdrant-adapter';

import type { FileRecord } from './file-records.ts';
import { type IndexDatabase, passageCollection } from './open-database.ts';
import type { ReadFile } from './read-files.ts';

/** Options of {@link storeFiles}. */
export interface StoreFilesOptions {
  /** What the index knew of the files before. */
  readonly known: ReadonlyMap<string, FileRecord>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Stores the passages of files and then their records.
 *
 * A record says that what is stored of its file is whole, so it goes before the first passage changes, and comes back after the last one.
 */
export async function storeFiles(
  { client, records, pipeline }: IndexDatabase,
  files: readonly ReadFile[],
  { known, signal }: StoreFilesOptions,
): Promise<{ readonly files: number; readonly passages: number }> {
  const changed = files.filter(({ passages }) => passages !== undefined);
  await records.forget(changed.map(({ record }) => record.file).filter((file) => known.has(file)));
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
export async function removeFiles({ client, records }: IndexDatabase, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  await deletePassages(client, { must: [{ key: 'file', match: { any: [...files] } }] });
  await records.forget(files);
}

async function deletePassages(client: QdrantClient, filter: object): Promise<void> {
  // The first passage makes the collection, and there may be none yet.
  if ((await client.collectionExists(passageCollection)).exists) await client.delete(passageCollection, { filter });
}
