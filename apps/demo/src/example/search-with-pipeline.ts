import { createSearchPipeline } from '@x/pipeline';
import { createVectorStore, type QdrantClient } from '@x/qdrant-adapter';

import { collectionFor, ensureMovies } from './ensure-movies.ts';
import type { Models } from './load-models.ts';
import { type MoviePayload, readDescription } from './movies.ts';
import type { Search } from './search.ts';

/** Creates the example with a pipeline, which embeds, stores, retrieves and reranks. */
export function searchWithPipeline(client: QdrantClient, { embedding, reranker }: Models): Search {
  const collection = collectionFor(embedding.modelName);
  const { dimension } = embedding;
  const store = createVectorStore<MoviePayload>(client, { collection, using: 'embedding', dimension });
  const pipeline = createSearchPipeline<MoviePayload>({ embedder: embedding, store, reranker, text: readDescription });
  return {
    collection,
    index: (descriptions, onProgress) =>
      ensureMovies(client, { collection, count: descriptions.length, size: dimension }, () => {
        const documents = descriptions.map((description, id) => ({ id, payload: { description } }));
        return pipeline.index(documents, { onProgress });
      }),
    async search(query, { limit, topK }) {
      const { hits, candidates, timingsMs } = await pipeline.search(query, { candidates: limit, topK });
      return {
        firstStage: candidates.map(({ rank, id, score, payload }) => ({ rank, id: Number(id), score, ...payload })),
        reranked: hits.map(({ rank, id, score, payload, stages }) => {
          const previousRank = stages.retrieve.rank;
          return { rank, previousRank, id: Number(id), score, ...payload };
        }),
        retrieveMs: timingsMs.embed + timingsMs.retrieve,
        rerankMs: timingsMs.rerank ?? 0,
      };
    },
  };
}
