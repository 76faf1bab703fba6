import type { CompleteEntry } from '@x/model-hub';

import type { Matryoshka } from '../matryoshka.ts';

/** A static model (model2vec): a table with a vector for each token. */
export interface SupportedStaticTextEmbeddingModel extends CompleteEntry {
  /** Dimension of a vector. */
  readonly dimension: number;
  /** How far vectors may be shortened, for models whose first components carry the most information. */
  readonly matryoshka?: Matryoshka;
}

/** A static model in the list of its maker. */
export type StaticModelFacts = Pick<SupportedStaticTextEmbeddingModel, 'model' | 'dimension'> &
  Partial<SupportedStaticTextEmbeddingModel>;
