import type { CatalogueEntry } from '@x/model-hub';

/** A sparse model that can be loaded by name. */
export interface SupportedSparseTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'modelFile' | 'modular' | 'bundled' | 'npmPackage' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'bundled' | 'factsFrom'> {
  /** True when the vector needs `modifier: 'idf'` in its collection, because the weights lack the inverse document frequency. */
  readonly requiresIdf: boolean;
  /** `hf`: repository on the Hugging Face hub; absent when there is nothing to download. */
  readonly sources: { readonly hf?: string };
  /** Path of the weights in the repository; absent when there is no model to run. */
  readonly modelFile?: string;
}
