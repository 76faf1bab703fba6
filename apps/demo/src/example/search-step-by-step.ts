import { Document, type QdrantClient } from '@x/qdrant-adapter';

import { collectionFor, ensureMovies } from './ensure-movies.ts';
import type { Models } from './load-models.ts';
import type { MoviePayload } from './movies.ts';
import type { Search } from './search.ts';

/** Creates the example step by step, as in Qdrant's tutorial. The client embeds the `Document` objects. */
export function searchStepByStep(client: QdrantClient, { embedding, reranker }: Models): Search {
  const model = embedding.modelName;
  const collection = collectionFor(model);
  return {
    collection,
    index: (descriptions, onProgress) => {
      const size = client.getEmbeddingSize(model);
      return ensureMovies(client, { collection, count: descriptions.length, size }, () => {
        const points = descriptions.map((description, id) => ({
          id,
          payload: { description },
          vector: { embedding: Document({ text: description, model }) },
        }));
        return client.uploadPoints(collection, points, { onProgress });
      });
    },
    async search(query, { limit, topK }) {
      const start = performance.now();
      const { points } = await client.queryPoints<MoviePayload>(collection, {
        query: Document({ text: query, model }),
        using: 'embedding',
        limit,
      });
      const retrieved = performance.now();
      const firstStage = points.map(({ id, score, payload }, index) => {
        return { rank: index + 1, id: Number(id), score, description: payload?.description ?? '' };
      });
      const descriptions = firstStage.map(({ description }) => description);
      const ranked = await reranker.rerank(query, descriptions, { topK });
      const reranked = ranked.map(({ index, score, document }, position) => {
        const { rank: previousRank, id } = firstStage[index]!;
        return { rank: position + 1, previousRank, id, score, description: document };
      });
      return { firstStage, reranked, retrieveMs: retrieved - start, rerankMs: performance.now() - retrieved };
    },
  };
}
