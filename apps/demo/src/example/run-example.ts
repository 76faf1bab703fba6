import type { ProgressListener } from '@x/core';
import { QdrantClient } from '@x/qdrant-adapter';

import type { DemoArguments } from '../arguments/demo-arguments.ts';
import { roundTime } from '../search-times.ts';
import type { ExampleResult } from './example-result.ts';
import { loadModels } from './load-models.ts';
import { readMovies } from './movies.ts';
import { searchStepByStep } from './search-step-by-step.ts';
import { searchWithPipeline } from './search-with-pipeline.ts';
import { toStoreLocation } from './store-location.ts';

/** Runs the whole example: load, index, retrieve, rerank. */
export async function runExample(args: DemoArguments, onProgress: ProgressListener): Promise<ExampleResult> {
  const start = performance.now();
  const { query: movieQuery, descriptions } = await readMovies();
  const query = args.query ?? movieQuery;
  await using models = await loadModels({ ...args, onProgress });
  const loaded = performance.now();
  const { embedding, reranker } = models;
  await using client = new QdrantClient(toStoreLocation(args.store, args.apiKey), { embedders: [embedding] });
  const example = (args.implicit ? searchStepByStep : searchWithPipeline)(client, models);
  const indexed = await example.index(descriptions, onProgress);
  const stored = performance.now();
  const { firstStage, reranked, retrieveMs, rerankMs } = await example.search(query, args);
  return {
    models: {
      embedder: { name: embedding.modelName, source: embedding.source, dimension: embedding.dimension },
      reranker: { name: reranker.modelName, source: reranker.source },
    },
    query,
    store: { collection: example.collection, points: descriptions.length, indexed },
    firstStage,
    reranked,
    timingsMs: {
      load: roundTime(loaded - start),
      index: roundTime(stored - loaded),
      retrieve: roundTime(retrieveMs),
      rerank: roundTime(rerankMs),
      total: roundTime(performance.now() - start),
    },
  };
}
