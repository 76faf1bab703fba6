import type { EmbedderCallOptions, OptionKinds } from '@x/core';
import { modelSourceOptionKinds } from '@x/model-hub';
import { runtimeOptionKinds } from '@x/onnx-runtime';

import type {
  EmbedOptions,
  EmbedWithTokensOptions,
  TextEmbeddingOptions,
  TokenEmbedOptions,
} from './text-embedding-options.ts';

/** The kinds of the options of each class that runs a model. */
export const modelOptionKinds: OptionKinds<Omit<TextEmbeddingOptions, 'prefixes'>> = {
  ...modelSourceOptionKinds,
  ...runtimeOptionKinds,
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
  dtype: 'text',
};

/** The kinds of the options of `TextEmbedding.load`. */
export const textEmbeddingOptionKinds: OptionKinds<TextEmbeddingOptions> = { ...modelOptionKinds, prefixes: 'text' };

/** The kinds of what each call that embeds texts takes, of whichever class. */
export const callOptionKinds: OptionKinds<TokenEmbedOptions> = {
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};

/** The kinds of the options of a call that gives token vectors as well. */
export const embedWithTokensOptionKinds: OptionKinds<EmbedWithTokensOptions> = { ...callOptionKinds, task: 'text' };

/** The kinds of the options of a call to `TextEmbedding`. */
export const embedOptionKinds: OptionKinds<EmbedOptions> = { ...embedWithTokensOptionKinds, dimension: 'number' };

/** The kinds of the options of a call that runs no model, and of one to a part of a model. */
export const embedderCallOptionKinds: OptionKinds<EmbedderCallOptions> = {
  signal: 'signal',
  onProgress: 'function',
  onUsage: 'function',
};
