import type { OptionKinds, ProgressListener, RerankOptions, UsageListener } from '@x/core';
import { type ModelDtype, type ModelSourceOptions, modelSourceOptionKinds } from '@x/model-hub';
import { type OnnxModelOptions, runtimeOptionKinds } from '@x/onnx-runtime';
import type { PairTemplate, SpecialTokens, TruncationPolicy, TruncationReport, TruncationStrategy } from '@x/tokenizer';

import type { Activation } from './activation.ts';
import type { LogitRule } from './logit-reduction.ts';

/** Options for running the model: see `@x/onnx-runtime`. */
export type ModelRuntimeOptions = Omit<
  OnnxModelOptions,
  'reduction' | 'namedReductions' | 'name' | 'padTokenId' | 'signal'
>;

/** Options of {@link TextCrossEncoder.load}. */
export interface TextCrossEncoderOptions extends ModelSourceOptions, ModelRuntimeOptions {
  /** Maximum number of tokens in a pair, special tokens included. A longer pair is truncated and reported. @default the model's limit */
  readonly maxLength?: number;
  /** Which text of a pair to cut; `onlySecond` cuts only the document. Not allowed with a template. @default 'longestFirst' */
  readonly truncation?: TruncationStrategy;
  /**
   * What to do with a pair that is too long. `warn` truncates it and emits one process warning per call, unless `onTruncation` is set. `truncate`
   * truncates it without a warning. `error` makes the call throw. @default 'warn'
   */
  readonly truncationPolicy?: TruncationPolicy;
  /**
   * The prompt around a query and a document, for models that were trained with one: decoders with one logit. If a pair is too long, the document
   * is cut first. The template is never cut. @default the catalogue's template, else none
   */
  readonly pairTemplate?: PairTemplate;
  /** The instruction to the model, in place of the template's own. @default the template's own */
  readonly instruction?: string;
  /**
   * How to tokenize a text that spells a special token of the model, such as `[SEP]` or `</s>`. `literal` treats it as ordinary words, so no document
   * can end early and start another. `parse` turns it into the token's id, as Python does. @default 'literal'
   */
  readonly specialTokens?: SpecialTokens;
  /** Number format of the weights. Selects the file with that format, in the same folder. @default the file that the catalogue names */
  readonly dtype?: ModelDtype;
  /** The rule that turns the logits into one score. @default the catalogue's rule, else 'single' */
  readonly logitRule?: LogitRule;
}

/** Options of a call that scores pairs. */
export interface ScoreOptions {
  /**
   * `sigmoid` maps scores into 0..1 and keeps the order. @default 'none': raw logits, as in FastEmbed. For a modular model, the `activation_fn` of its
   * `config_sentence_transformers.json`, as in sentence-transformers
   */
  readonly activation?: Activation;
  /** Cancels between micro-batches. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives a `score` event per finished pair. */
  readonly onProgress?: ProgressListener;
  /** Receives a report for every truncated pair. */
  readonly onTruncation?: (report: TruncationReport) => void;
  /** Receives the number of tokens that the model read, at the end of the call. Not called when there is nothing to score. */
  readonly onUsage?: UsageListener;
}

/** Options of {@link TextCrossEncoder.rerank}. */
export interface RerankCallOptions extends ScoreOptions, RerankOptions {
  /**
   * What to do with a document that is longer than the model's limit. `truncate` scores its beginning. `chunk` scores overlapping passages and
   * keeps the best one, whose position is in the result. @default 'truncate'
   */
  readonly longDocuments?: 'truncate' | 'chunk';
}

/** Kinds of the options for the model's session. */
export const sessionOptionKinds: OptionKinds<ModelRuntimeOptions> = {
  ...runtimeOptionKinds,
  padToLength: 'number',
  scalarInputs: 'object',
};

/** Kinds of the options of {@link TextCrossEncoder.load}. */
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

/** Kinds of the options of a call that scores pairs. */
export const scoreOptionKinds: OptionKinds<ScoreOptions> = {
  activation: 'text',
  signal: 'signal',
  onProgress: 'function',
  onTruncation: 'function',
  onUsage: 'function',
};

/** Kinds of the options of {@link TextCrossEncoder.rerank}. */
export const rerankOptionKinds: OptionKinds<RerankCallOptions> = {
  ...scoreOptionKinds,
  topK: 'number',
  longDocuments: 'text',
};
