import type { OptionKinds, ProgressListener, RerankOptions, UsageListener } from '@x/core';
import { type ModelDtype, modelSourceOptionKinds, type ResolveModelOptions } from '@x/model-hub';
import { type OnnxModelOptions, runtimeOptionKinds } from '@x/onnx-runtime';
import type { PairTemplate, SpecialTokens, TruncationPolicy, TruncationReport, TruncationStrategy } from '@x/tokenizer';

import type { Activation } from './activation.ts';
import type { LogitRule } from './logit-reduction.ts';

/** Where the model comes from: see `@x/model-hub`. */
export type ModelSourceOptions = Omit<
  ResolveModelOptions,
  'modelFile' | 'additionalFiles' | 'repository' | 'npmPackage'
>;

/** How the model runs: see `@x/onnx-runtime`. */
export type ModelRuntimeOptions = Omit<OnnxModelOptions, 'reduction' | 'namedReductions' | 'name' | 'padTokenId'>;

/** Options of {@link TextCrossEncoder.load}. */
export interface TextCrossEncoderOptions extends ModelSourceOptions, ModelRuntimeOptions {
  /** Most tokens of a pair, special tokens included; what is beyond is cut and reported. @default the model's limit */
  readonly maxLength?: number;
  /** Which text of a pair is cut; `onlySecond` cuts the document alone. Not with a template. @default 'longestFirst' */
  readonly truncation?: TruncationStrategy;
  /**
   * What happens to a longer pair: `warn` cuts it and emits one process warning per call unless `onTruncation` listens, `truncate` cuts
   * it without a warning, `error` refuses the call. @default 'warn'
   */
  readonly truncationPolicy?: TruncationPolicy;
  /**
   * The text that a query and a document stand in, for models that were trained on one: decoders with one logit. The document is cut first, and the
   * template never. @default what the catalogue says, else none
   */
  readonly pairTemplate?: PairTemplate;
  /** What the model is asked to judge, in place of the instruction of the template. @default the template's own */
  readonly instruction?: string;
  /**
   * How a text is read that spells a special token of the model, such as `[SEP]` or `</s>`: `literal` reads the words that stand there, so that
   * no document ends early and starts another; `parse` gives the token's id, as Python does. @default 'literal'
   */
  readonly specialTokens?: SpecialTokens;
  /** Number format of the weights: takes the file of that format beside the listed one. @default the listed file */
  readonly dtype?: ModelDtype;
  /** How one score comes out of a head with several logits. @default what the catalogue says, else 'single' */
  readonly logitRule?: LogitRule;
}

/** Options of a call that scores pairs. */
export interface ScoreOptions {
  /**
   * `sigmoid` maps scores into 0..1; the order stays. @default 'none': raw logits, as FastEmbed; for a modular model, what the `activation_fn` of its
   * `config_sentence_transformers.json` names, as sentence-transformers
   */
  readonly activation?: Activation;
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives a `score` event per finished pair. */
  readonly onProgress?: ProgressListener;
  /** Receives a report for every pair that is cut. */
  readonly onTruncation?: (report: TruncationReport) => void;
  /** Receives, when the call is done, how many tokens the model read; is not called where there is nothing to score. */
  readonly onUsage?: UsageListener;
}

/** Options of {@link TextCrossEncoder.rerank}. */
export interface RerankCallOptions extends ScoreOptions, RerankOptions {
  /**
   * What happens to a document that is longer than the model's limit: `truncate` scores its beginning, `chunk` scores overlapping
   * passages of it and keeps the best one, whose place is then in the result. @default 'truncate'
   */
  readonly longDocuments?: 'truncate' | 'chunk';
}

/** The kinds of the options that go to the model's session. */
export const sessionOptionKinds: OptionKinds<ModelRuntimeOptions> = {
  ...runtimeOptionKinds,
  padToLength: 'number',
  scalarInputs: 'object',
};

/** The kinds of the options of {@link TextCrossEncoder.load}. */
export const crossEncoderOptionKinds: OptionKinds<TextCrossEncoderOptions> = {
  ...modelSourceOptionKinds,
  ...sessionOptionKinds,
  maxLength: 'number',
  truncation: 'text',
  truncationPolicy: 'text',
  specialTokens: 'text',
  dtype: 'text',
  logitRule: 'text',
  pairTemplate: 'object',
  instruction: 'text',
};

/** The kinds of the options of a call that scores pairs. */
export const scoreOptionKinds: OptionKinds<ScoreOptions> = {
  activation: 'text',
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};

/** The kinds of the options of {@link TextCrossEncoder.rerank}. */
export const rerankOptionKinds: OptionKinds<RerankCallOptions> = {
  ...scoreOptionKinds,
  topK: 'number',
  longDocuments: 'text',
};
