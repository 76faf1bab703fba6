import type { OptionKinds } from '@x/core';
import { type ModelSourceOptions, modelSourceOptionKinds } from '@x/model-hub';

import { callOptionKinds } from '../option-kinds.ts';
import type { EmbedOptions, TextEmbeddingOptions } from '../text-embedding-options.ts';

/** Options of `StaticTextEmbedding.load`: the source of the model, and the treatment of texts. */
export interface StaticTextEmbeddingOptions
  extends ModelSourceOptions, Pick<TextEmbeddingOptions, 'truncationPolicy' | 'specialTokens'> {
  /**
   * Maximum number of tokens in a text, from 1 to 2048. A longer text is truncated and reported. As in model2vec, a text is also cut to `maxLength` times the
   * vocabulary's median token length in characters. @default the limit of the model's `config.json`, else 512
   */
  readonly maxLength?: number;
}

/** Options of a call to a static model. */
export type StaticEmbedOptions = Omit<EmbedOptions, 'task'>;

/** Kinds of the options of `StaticTextEmbedding.load`. */
export const staticTextEmbeddingOptionKinds: OptionKinds<StaticTextEmbeddingOptions> = {
  ...modelSourceOptionKinds,
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
};

/** Kinds of the options of a call to a static model. */
export const staticEmbedOptionKinds: OptionKinds<StaticEmbedOptions> = { ...callOptionKinds, dimension: 'number' };
