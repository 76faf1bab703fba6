/** One sparse model that can be loaded by name. */
export interface SupportedSparseTextEmbeddingModel {
  /** e.g. `Qdrant/bm25`; case is ignored when it is looked up. */
  readonly model: string;
  /** True when the vector must have `modifier: 'idf'` in its collection, since the weights lack the inverse document frequency. */
  readonly requiresIdf: boolean;
  readonly description: string;
  /** SPDX-like name. */
  readonly license: string;
  /** Size of the download in gigabytes; 0 when there is nothing to download. */
  readonly sizeInGB: number;
}

/** The models that can be run. */
export const sparseModels: readonly SupportedSparseTextEmbeddingModel[] = [
  {
    model: 'Qdrant/bm25',
    requiresIdf: true,
    description: 'BM25 term weights for 18 languages, computed here: no model is run',
    license: 'apache-2.0',
    sizeInGB: 0,
  },
];
