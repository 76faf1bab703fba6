import type { Reranker } from '@x/core';
import { TextCrossEncoder } from '@x/cross-encoder';
import { SparseTextEmbedding } from '@x/embed';
import { RemoteReranker } from '@x/remote-models';

import { type EmbedderChoice, loadEmbedder, type RemoteService, searchFrom } from './load-embedder.ts';
import { defaultReranker, type SearchModels } from './search-models.ts';

/** The reranking model to load, and the service that runs it. */
export interface RerankerChoice {
  readonly model: string;
  /** The Cohere-compatible service that runs the model; `undefined` to run it locally. */
  readonly service: RemoteService | undefined;
}

/** The models to load for a search. */
export interface ModelChoice {
  readonly embedder: EmbedderChoice;
  /** The language whose stemming and stop words BM25 uses. */
  readonly language: string;
  /** The reranking model; `undefined` without reranking. */
  readonly reranker: RerankerChoice | undefined;
}

/** Loads the models of a search. The caller must dispose of them. */
export async function loadModels({ embedder, language, reranker }: ModelChoice): Promise<SearchModels> {
  const embedding = loadEmbedder(embedder);
  // `load` checks the language and names the supported ones in its error.
  const words = SparseTextEmbedding.load('Qdrant/bm25', { language: language as 'english' });
  const judge = reranker && loadReranker(reranker, embedder);
  const dispose = async (): Promise<void> => {
    const settled = await Promise.allSettled([embedding, words, judge]);
    const loaded = settled.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []));
    await Promise.all(loaded.map((each) => each[Symbol.asyncDispose]()));
  };
  try {
    const [loaded, sparse, judging] = await Promise.all([embedding, words, judge]);
    return { ...loaded, words: sparse, ...judging, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function loadReranker(
  { model, service }: RerankerChoice,
  { offline, onProgress }: Pick<EmbedderChoice, 'offline' | 'onProgress'>,
): Promise<AsyncDisposable & { readonly reranker: Reranker }> {
  if (service !== undefined) {
    const key = service.apiKey === undefined ? {} : { apiKey: service.apiKey };
    return { reranker: new RemoteReranker({ model, url: service.url, ...key }), [Symbol.asyncDispose]: async () => {} };
  }
  const options = { offline, searchFrom, truncation: 'onlySecond', truncationPolicy: 'truncate' } as const;
  const loading = { ...options, ...(onProgress && { onProgress }) };
  // The int8 weights are twice as fast and only swap documents with nearly equal scores. A pruned installation may lack them.
  const small = model === defaultReranker ? TextCrossEncoder.load(model, { ...loading, dtype: 'int8' }) : undefined;
  const loaded = (await small?.catch(() => undefined)) ?? (await TextCrossEncoder.load(model, loading));
  return { reranker: loaded, [Symbol.asyncDispose]: () => loaded.dispose() };
}
