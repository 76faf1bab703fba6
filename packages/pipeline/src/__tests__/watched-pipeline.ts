import type { Embedder, EmbedderCallOptions, Reranker, StoreDatabase } from '@x/core';

import type { PipelineEventListener } from '../events.ts';
import { createSearchPipeline, type StagedPipeline } from '../search-pipeline.ts';
import { lengthEmbedder } from './fake-embedder.ts';
import { FakeStore } from './fake-store.ts';

/** Counts each character as a token. */
const counting: Embedder = {
  modelName: 'org/length',
  dimension: 1,
  async passageEmbed(documents: readonly string[], options: EmbedderCallOptions = {}) {
    options.onUsage?.({ tokens: documents.join('').length });
    return lengthEmbedder().passageEmbed(documents);
  },
  async queryEmbed(query: string, options: EmbedderCallOptions = {}) {
    options.onUsage?.({ tokens: query.length });
    return lengthEmbedder().queryEmbed(query);
  },
};

const reversing: Reranker = {
  modelName: 'org/reverse',
  rerank: async (_, documents) => documents.map((document, index) => ({ index, document, score: index })).toReversed(),
};

/** The collection of a Qdrant server, as its store describes it. */
export const ships: StoreDatabase = {
  system: 'qdrant',
  collection: 'ships',
  serverAddress: 'example.org',
  serverPort: 6333,
};

/** A store that describes its database. */
export class NamedStore extends FakeStore<{ text: string }> {
  readonly database = ships;
}

/**
 * Returns a pipeline over two documents whose parts report everything they can. `onEvent` is called for all events,
 * including those of indexing.
 */
export async function watchedPipeline(
  onEvent: PipelineEventListener,
  store: FakeStore<{ text: string }> = new NamedStore(),
): Promise<StagedPipeline<{ text: string }>> {
  const pipeline = createSearchPipeline<{ text: string }>({ store, embedder: counting, reranker: reversing, onEvent });
  await pipeline.index([
    { id: 1, payload: { text: 'secret' } },
    { id: 2, payload: { text: 'a secret' } },
  ]);
  return pipeline as unknown as StagedPipeline<{ text: string }>;
}
