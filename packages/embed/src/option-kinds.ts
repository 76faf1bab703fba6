import type { EmbedderCallOptions, OptionKinds } from '@x/core';
import { modelSourceOptionKinds } from '@x/model-hub';
import { runtimeOptionKinds } from '@x/onnx-runtime';

import type {
  EmbedOptions,
  EmbedWithTokensOptions,
  TextEmbeddingOptions,
  TokenCountOptions,
  TokenEmbedOptions,
} from './text-embedding-options.ts';

/** Kinds of the options of each class that runs a model. */
export const modelOptionKinds: OptionKinds<Omit<TextEmbeddingOptions, 'prefixes'>> = {
  ...modelSourceOptionKinds,
  ...runtimeOptionKinds,
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
  dtype: 'text',
};

/** Kinds of the options of `TextEmbedding.load`. */
export const textEmbeddingOptionKinds: OptionKinds<TextEmbeddingOptions> = { ...modelOptionKinds, prefixes: 'text' };

/** Kinds of the options that every call that embeds texts has, in every class. */
export const callOptionKinds: OptionKinds<TokenEmbedOptions> = {
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};

/** Kinds of the options of a call that also returns token vectors. */
export const embedWithTokensOptionKinds: OptionKinds<EmbedWithTokensOptions> = { ...callOptionKinds, task: 'text' };

/** Kinds of the options of `tokenCount`. */
export const tokenCountOptionKinds: OptionKinds<TokenCountOptions> = { use: 'text' };

/** Kinds of the options of a call to `TextEmbedding`. */
export const embedOptionKinds: OptionKinds<EmbedOptions> = { ...embedWithTokensOptionKinds, dimension: 'number' };

/** Kinds of the options of a call that runs no model, and of a call to a part of a hybrid model. */
export const embedderCallOptionKinds: OptionKinds<EmbedderCallOptions> = {
  signal: 'signal',
  onProgress: 'function',
  onUsage: 'function',
};
