import type { CatalogueEntry } from '@x/model-hub';

/** A model that returns dense vectors, sparse vectors and multivectors in one pass. */
export interface SupportedHybridTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'license' | 'sizeInGB' | 'modular' | 'npmPackage' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'license' | 'sizeInGB' | 'factsFrom'> {
  /** Dimension of a dense vector, and of each row of a multivector. */
  readonly dimension: number;
  /** Ids without a weight in sparse vectors: those of special tokens. @default [0, 1, 2, 3], those of XLM-RoBERTa */
  readonly unweighedTokenIds: readonly number[];
}

/** A custom model for `HybridTextEmbedding.addCustomModel`. Only the name and the dimension are required. */
export type CustomHybridTextEmbeddingModel = Pick<SupportedHybridTextEmbeddingModel, 'model' | 'dimension'> &
  Partial<SupportedHybridTextEmbeddingModel>;
