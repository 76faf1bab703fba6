import type { OptionKinds } from '@x/core';
import { modelSourceOptionKinds } from '@x/model-hub';
import { onnxModelOptionKinds } from '@x/onnx-runtime';

import type { EmbedOptions, ModelRuntimeOptions, TextEmbeddingOptions } from './text-embedding-options.ts';

const runtimeKinds: OptionKinds<ModelRuntimeOptions> = onnxModelOptionKinds;

/** The kinds of the options of `TextEmbedding.load`, among them all of `LateInteractionTextEmbedding.load`. */
export const textEmbeddingOptionKinds: OptionKinds<TextEmbeddingOptions> = {
  ...modelSourceOptionKinds,
  ...runtimeKinds,
  maxLength: 'number',
  truncationPolicy: 'text',
  specialTokens: 'text',
  prefixes: 'text',
  dtype: 'text',
};

/** The kinds of the options of a call, of whichever class. */
export const embedOptionKinds: OptionKinds<EmbedOptions> = {
  task: 'text',
  dimension: 'number',
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};
