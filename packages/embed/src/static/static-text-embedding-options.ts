import type { OptionKinds } from '@x/core';
import { modelSourceOptionKinds } from '@x/model-hub';

import { callOptionKinds } from '../option-kinds.ts';
import type { EmbedOptions, ModelSourceOptions, TextEmbeddingOptions } from '../text-embedding-options.ts';

/** Options of `StaticTextEmbedding.load`: where the model comes from, and what happens to long texts. */
export interface StaticTextEmbeddingOptions
  extends ModelSourceOptions, Pick<TextEmbeddingOptions, 'truncationPolicy' | 'specialTokens'> {
  /**
   * Most tokens of a text, from 1 to 2048; what is beyond is cut and reported. A text is also cut to as many characters as `maxLength` tokens of the
   * vocabulary's median length have, as model2vec does. @default the limit of the model's `config.json`, else 512
   */
  readonly maxLength?: number;
}

/** Options of a call to a static model. */
export type StaticEmbedOptions = Omit<EmbedOptions, 'task'>;

/** The kinds of the options of `StaticTextEmbedding.load`. */
export const staticTextEmbeddingOptionKinds: OptionKinds<StaticTextEmbeddingOptions> = {
  ...modelSourceOptionKinds,
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
};

/** The kinds of the options of a call to a static model. */
export const staticEmbedOptionKinds: OptionKinds<StaticEmbedOptions> = { ...callOptionKinds, dimension: 'number' };
