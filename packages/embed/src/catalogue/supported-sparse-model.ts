import type { CatalogueEntry } from '@x/model-hub';

/** One sparse model that can be loaded by name. */
export interface SupportedSparseTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'modelFile' | 'modular' | 'bundled' | 'npmPackage' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'bundled' | 'factsFrom'> {
  /** True when the vector must have `modifier: 'idf'` in its collection, since the weights lack the inverse document frequency. */
  readonly requiresIdf: boolean;
  /** `hf`: repository on the Hugging Face hub; absent when there is nothing to download. */
  readonly sources: { readonly hf?: string };
  /** The weights' path in the repository; absent when no model is run. */
  readonly modelFile?: string;
}
