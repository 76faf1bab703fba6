export type { Activation } from './activation.ts';
export type { CustomRerankerModel, SupportedRerankerModel } from './catalogue/supported-reranker-model.ts';
export type { LogitRule } from './logit-reduction.ts';
export { TextCrossEncoder } from './text-cross-encoder.ts';
export type {
  ModelRuntimeOptions,
  RerankCallOptions,
  ScoreOptions,
  TextCrossEncoderOptions,
} from './text-cross-encoder-options.ts';
export type { ModelSourceOptions } from '@x/model-hub';
export type { TruncationPolicy, TruncationReport } from '@x/tokenizer';
