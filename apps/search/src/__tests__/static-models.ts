import { loadModels } from '../models/load-models.ts';
import type { SearchModels } from '../models/search-models.ts';

/** Loads models that load and run fast: a static embedder and BM25. */
export function loadStaticModels(): Promise<SearchModels> {
  const embedder = { model: 'x/static-en', service: undefined, offline: true };
  return loadModels({ embedder, language: 'english', reranker: undefined });
}
