import type { CatalogueEntry } from '@x/model-hub';

/** One model that gives dense vectors, sparse vectors and multivectors in one pass. */
export interface SupportedHybridTextEmbeddingModel
  extends
    Required<Omit<CatalogueEntry, 'license' | 'sizeInGB' | 'modular' | 'npmPackage' | 'factsFrom'>>,
    Pick<CatalogueEntry, 'license' | 'sizeInGB' | 'factsFrom'> {
  /** Components of a dense vector, and of each row of a multivector. */
  readonly dimension: number;
  /** Ids that get no weight in a sparse vector: those of tokens that stand for no text. @default [0, 1, 2, 3], those of XLM-RoBERTa */
  readonly unweighedTokenIds: readonly number[];
}

/** A model that is described to `HybridTextEmbedding.addCustomModel`: all but its name and dimension has defaults. */
export type CustomHybridTextEmbeddingModel = Pick<SupportedHybridTextEmbeddingModel, 'model' | 'dimension'> &
  Partial<SupportedHybridTextEmbeddingModel>;
