import type { QdrantClient } from '@x/qdrant-adapter';

import { type IndexDatabase, passageCollection } from './open-database.ts';
import type { ReadFile } from './read-files.ts';

/** Replaces `division` in the record of a file whose passages are not all stored. It never equals a real value. */
const unfinished = '';

/** Options of {@link storeFiles}. */
export interface StoreFilesOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Stores the passages of files, then their records.
 *
 * A record states whether all passages of its file are stored. It is written as unfinished first. After an interruption, the next run therefore
 * stores the file again, or removes its passages if the file is gone.
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
  // Deletes surplus passages of files that were longer before, including passages of interrupted runs.
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
  // The collection does not exist before the first passage.
  if ((await client.collectionExists(passageCollection)).exists) await client.delete(passageCollection, { filter });
}
