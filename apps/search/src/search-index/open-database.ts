import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { VectorStoreError } from '@x/core';
import { createSearchPipeline, type StagedPipeline } from '@x/pipeline';
import { createSearchStore, QdrantClient } from '@x/qdrant-adapter';

import { hasTokens, type SearchModels } from '../models/search-models.ts';
import { FileRecords } from './file-records.ts';
import type { IndexLocation } from './index-location.ts';
import { LoadOnce } from './load-once.ts';
import { embeddedText, type PassagePayload } from './passage-payload.ts';

export const passageCollection = 'passages';

/** An open index. Only one process at a time can open it. */
export interface IndexDatabase extends AsyncDisposable {
  readonly records: FileRecords;
  /** The client of the passages. Its first call opens their folder. */
  readonly passages: QdrantClient;
  /** Returns the search pipeline. The first call loads the models, and a call after a failure tries again. */
  readonly pipeline: () => Promise<StagedPipeline<PassagePayload>>;
}

/** Options of {@link openDatabase}. */
export interface OpenDatabaseOptions {
  readonly location: IndexLocation;
  readonly models: () => Promise<SearchModels>;
  /** Milliseconds to wait for another process that has the index open. */
  readonly waitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens an index, or creates it.
 *
 * @throws {VectorStoreError} when another process keeps the index open or a folder is damaged. `pipeline` throws it when the index has vectors of
 * another dimension.
 */
export async function openDatabase({ location, models, waitMs, signal }: OpenDatabaseOptions): Promise<IndexDatabase> {
  const files = await openFiles(location, waitMs, signal);
  const client = new QdrantClient({ path: location.passages });
  const pipeline = new LoadOnce(async () => createPipeline(client, await models()));
  return {
    records: new FileRecords(files),
    passages: client,
    pipeline: () => pipeline.get(),
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await files.close();
    },
  };
}

async function createPipeline(
  client: QdrantClient,
  { embedder, words, reranker }: SearchModels,
): Promise<StagedPipeline<PassagePayload>> {
  const options = { collection: passageCollection, dimension: embedder.dimension };
  // The signs of token vectors take a twelfth of the space and search equally well: eval/README.md.
  const store = createSearchStore<PassagePayload>(client, { ...options, tokens: hasTokens(embedder) ? 'bit' : false });
  await store.upsert([]);
  await indexFields(client);
  const judge = reranker && { reranker };
  return createSearchPipeline<PassagePayload>({
    store,
    embedder,
    words,
    text: embeddedText,
    whenRerankFails: 'first-stage',
    ...judge,
  });
}

async function openFiles(location: IndexLocation, waitMs: number, signal?: AbortSignal): Promise<QdrantClient> {
  const client = new QdrantClient({ path: location.files });
  const until = performance.now() + waitMs;
  for (;;) {
    try {
      // The first call opens the folder.
      await client.getCollections();
      return client;
    } catch (error) {
      if (!VectorStoreError.isInstance(error) || !error.isRetryable || performance.now() > until) throw error;
      // A process that shares the index closes it when this file appears.
      await writeFile(location.wanted, `${process.pid}\n`);
      await delay(50, undefined, { signal });
    }
  }
}

/** Creates the payload indexes for the filters of a search. */
async function indexFields(client: QdrantClient): Promise<void> {
  const { payload_schema: known } = await client.getCollection(passageCollection);
  for (const field of ['file', 'folders']) {
    if (known[field] !== undefined) continue;
    await client.createPayloadIndex(passageCollection, { field_name: field, field_schema: 'keyword' });
  }
}
