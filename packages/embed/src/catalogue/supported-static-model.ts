import type { CompleteEntry } from '@x/model-hub';

import type { Matryoshka } from '../matryoshka.ts';

/** One static model (model2vec): a table with a vector for each token. */
export interface SupportedStaticTextEmbeddingModel extends CompleteEntry {
  /** Components of a vector. */
  readonly dimension: number;
  /** How far vectors may be shortened, for models whose first components are worth most. */
  readonly matryoshka?: Matryoshka;
}

/** A static model as the list of its maker writes it. */
export type StaticModelFacts = Pick<SupportedStaticTextEmbeddingModel, 'model' | 'dimension'> &
  Partial<SupportedStaticTextEmbeddingModel>;
