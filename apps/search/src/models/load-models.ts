import type { Reranker } from '@x/core';
import { TextCrossEncoder } from '@x/cross-encoder';
import { SparseTextEmbedding } from '@x/embed';
import { RemoteReranker } from '@x/remote-models';

import { type EmbedderChoice, loadEmbedder, type RemoteService, searchFrom } from './load-embedder.ts';
import { defaultReranker, type SearchModels } from './search-models.ts';

/** Which reranking model, and where it runs. */
export interface RerankerChoice {
  readonly model: string;
  /** A Cohere-compatible service that has it; `undefined` runs it here. */
  readonly service: RemoteService | undefined;
}

/** The models of a search. */
export interface ModelChoice {
  readonly embedder: EmbedderChoice;
  /** The language whose word endings and stop words BM25 knows. */
  readonly language: string;
  /** `undefined` for none. */
  readonly reranker: RerankerChoice | undefined;
}

/** Loads the models of a search; whoever loaded them disposes of them. */
export async function loadModels({ embedder, language, reranker }: ModelChoice): Promise<SearchModels> {
  const embedding = loadEmbedder(embedder);
  // It says which languages there are.
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
  // Twice as fast, and the same order but for near neighbours. Installations may have been pruned of it.
  const small = model === defaultReranker ? TextCrossEncoder.load(model, { ...loading, dtype: 'int8' }) : undefined;
  const loaded = (await small?.catch(() => undefined)) ?? (await TextCrossEncoder.load(model, loading));
  return { reranker: loaded, [Symbol.asyncDispose]: () => loaded.dispose() };
}
