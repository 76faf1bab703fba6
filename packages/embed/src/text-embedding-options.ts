import type { ProgressListener, UsageListener } from '@x/core';
import type { ModelDtype, ResolveModelOptions } from '@x/model-hub';
import type { OnnxModelOptions } from '@x/onnx-runtime';
import type { SpecialTokens, TruncationPolicy, TruncationReport } from '@x/tokenizer';

/** Where the model comes from: see `@x/model-hub`. */
export type ModelSourceOptions = Omit<
  ResolveModelOptions,
  'modelFile' | 'additionalFiles' | 'repository' | 'npmPackage'
>;

/** How the model runs: see `@x/onnx-runtime`. */
export type ModelRuntimeOptions = Omit<
  OnnxModelOptions,
  'reduction' | 'namedReductions' | 'name' | 'padTokenId' | 'padToLength' | 'scalarInputs'
>;

/** Options of {@link TextEmbedding.load}. */
export interface TextEmbeddingOptions extends ModelSourceOptions, ModelRuntimeOptions {
  /** Most tokens of a text, special tokens included; what is beyond is cut and reported. @default the model's limit */
  readonly maxLength?: number;
  /**
   * What happens to a longer text: `warn` cuts it and emits one process warning per call unless `onTruncation` listens, `truncate` cuts
   * it without a warning, `error` refuses the call. @default 'warn'
   */
  readonly truncationPolicy?: TruncationPolicy;
  /**
   * How a text is read that spells a special token of the model, such as `[SEP]` or `</s>`: `literal` reads the words that stand there, so that
   * no text forges the structure that the model sees; `parse` gives the token's id, as Python does. @default 'literal'
   */
  readonly specialTokens?: SpecialTokens;
  /**
   * `model` puts what the model's card asks for in front of queries (`queryEmbed`) and passages (`passageEmbed`). `embed` adds nothing, save for a
   * model whose own files name a prompt for texts of any use (`default_prompt_name`). @default 'none', as FastEmbed
   */
  readonly prefixes?: 'none' | 'model';
  /** Number format of the weights: takes the file of that format beside the listed one. @default the listed file */
  readonly dtype?: ModelDtype;
}

/** Vectors, and which texts were cut for them. */
export interface EmbedReport {
  /** One per document, in input order. */
  readonly vectors: Float32Array[];
  /** One report per document that was cut, in input order. */
  readonly truncations: TruncationReport[];
}

/** Options of a call that gives token vectors as well. */
export type EmbedWithTokensOptions = Omit<EmbedOptions, 'dimension'>;

/** Options of a call that embeds texts token by token. */
export type TokenEmbedOptions = Omit<EmbedOptions, 'task' | 'dimension'>;

/** Options of a call that embeds texts. */
export interface EmbedOptions {
  /**
   * Which of its tasks a model with several is to work on, by name, e.g. `classification` of jina-embeddings-v3; its catalogue entry lists
   * them. @default that of queries in `queryEmbed`, else that of passages
   */
  readonly task?: string;
  /**
   * Components of each vector: its first ones, scaled to length 1. Only for dense models that were trained for it; their catalogue entries say
   * with `matryoshka` how short they may be. @default all
   */
  readonly dimension?: number;
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives an `embed` event per finished text. */
  readonly onProgress?: ProgressListener;
  /** Receives a report for every text that is cut. */
  readonly onTruncation?: (report: TruncationReport) => void;
  /** Receives, when the call is done, how many tokens the model read; is not called where no model runs, as for BM25 or an empty list. */
  readonly onUsage?: UsageListener;
}
