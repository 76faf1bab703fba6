import type { ProgressListener } from '@x/core';
import { SparseTextEmbedding } from '@x/embed';
import { createSearchPipeline } from '@x/pipeline';
import { createSearchStore, QdrantClient } from '@x/qdrant-adapter';

import type { DemoArguments } from '../arguments/demo-arguments.ts';
import { EmbedTimer, roundTime } from '../search-times.ts';
import type { CascadePlaces, CascadeResult } from './cascade-result.ts';
import { collectionFor } from './ensure-movies.ts';
import { loadModels } from './load-models.ts';
import { type MoviePayload, readDescription, readMovies } from './movies.ts';
import { toStoreLocation } from './store-location.ts';

/** Runs the example as a cascade: dense search and BM25 retrieve, MaxSim ranks the retrieved movies, the cross-encoder reranks the ten best. */
export async function runCascade(args: DemoArguments, onProgress: ProgressListener): Promise<CascadeResult> {
  const start = performance.now();
  const { query: movieQuery, descriptions } = await readMovies();
  const query = args.query ?? movieQuery;
  await using models = await loadModels({ ...args, onProgress });
  await using words = await SparseTextEmbedding.load('Qdrant/bm25');
  const loaded = performance.now();
  const { embedding, reranker } = models;
  await using client = new QdrantClient(toStoreLocation(args.store, args.apiKey));
  const collection = `${collectionFor(embedding.modelName)}-cascade`;
  const timer = new EmbedTimer();
  let reranked = 0;
  const pipeline = createSearchPipeline<MoviePayload>({
    embedder: embedding,
    words,
    store: createSearchStore<MoviePayload>(client, { collection, dimension: embedding.dimension }),
    reranker,
    text: readDescription,
    onEvent(event) {
      timer.onEvent(event);
      if (event.work?.type === 'rerank') reranked = event.work.candidates;
    },
  });
  const documents = descriptions.map((description, id) => ({ id, payload: { description } }));
  const { indexed } = await pipeline.index(documents, { onProgress });
  const stored = performance.now();
  const { limit: candidates, topK } = args;
  const { hits, timingsMs } = await pipeline.search(query, { candidates, topK, explain: true, matches: true });
  return {
    stages: 'cascade',
    models: {
      embedder: { name: embedding.modelName, source: embedding.source, dimension: embedding.dimension },
      words: { name: words.modelName },
      reranker: { name: reranker.modelName, source: reranker.source },
    },
    query,
    store: { collection, points: descriptions.length, indexed },
    reranked,
    movies: hits.map(({ rank, id, score, payload, stages, matches = [], explanation = '' }) => {
      // MaxSim has ranked every hit, so `maxSim` is present.
      const places = stages as unknown as CascadePlaces;
      return { rank, id: Number(id), score, ...payload, places, matches, explanation };
    }),
    timingsMs: {
      load: roundTime(loaded - start),
      index: roundTime(stored - loaded),
      embed: roundTime(timer.longestMs),
      retrieve: roundTime(Math.max(timingsMs['dense'] ?? 0, timingsMs['words'] ?? 0)),
      maxSim: roundTime(timingsMs['maxSim']),
      rerank: roundTime(timingsMs['rerank']),
      matches: roundTime(timingsMs['matches']),
      total: roundTime(performance.now() - start),
    },
  };
}
