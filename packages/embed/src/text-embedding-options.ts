import type { ProgressListener, UsageListener } from '@x/core';
import type { ModelDtype, ModelSourceOptions } from '@x/model-hub';
import type { OnnxModelOptions } from '@x/onnx-runtime';
import type { SpecialTokens, TruncationPolicy, TruncationReport } from '@x/tokenizer';

/** Options for running the model: see `@x/onnx-runtime`. */
export type ModelRuntimeOptions = Omit<
  OnnxModelOptions,
  'reduction' | 'namedReductions' | 'name' | 'padTokenId' | 'padToLength' | 'scalarInputs' | 'signal'
>;

/** Options of {@link TextEmbedding.load}. */
export interface TextEmbeddingOptions extends ModelSourceOptions, ModelRuntimeOptions {
  /** Maximum number of tokens in a text, special tokens included. A longer text is truncated and reported. @default the model's limit */
  readonly maxLength?: number;
  /**
   * What to do with a text that is too long. `warn` truncates it and emits one process warning per call, unless `onTruncation` is set. `truncate`
   * truncates it without a warning. `error` makes the call throw. @default 'warn'
   */
  readonly truncationPolicy?: TruncationPolicy;
  /**
   * How to tokenize a text that spells a special token of the model, such as `[SEP]` or `</s>`. `literal` treats it as ordinary words, so no text can
   * forge the structure that the model sees. `parse` turns it into the token's id, as Python does. @default 'literal'
   */
  readonly specialTokens?: SpecialTokens;
  /**
   * `model` adds the prefixes from the model's card to queries (`queryEmbed`) and passages (`passageEmbed`). `embed` adds nothing, unless the
   * model's own files name a prompt for all texts (`default_prompt_name`). @default 'none', as in FastEmbed
   */
  readonly prefixes?: 'none' | 'model';
  /** Number format of the weights. Selects the file with that format, in the same folder. @default the file that the catalogue names */
  readonly dtype?: ModelDtype;
}

/** Vectors, and a report of the truncated texts. */
export interface EmbedReport {
  /** One per document, in input order. */
  readonly vectors: Float32Array[];
  /** One report per truncated document, in input order. */
  readonly truncations: TruncationReport[];
}

/** Options of a call that also returns token vectors. */
export type EmbedWithTokensOptions = Omit<EmbedOptions, 'dimension'>;

/** Options of a call that embeds texts token by token. */
export type TokenEmbedOptions = Omit<EmbedOptions, 'task' | 'dimension'>;

/** Options of `TextEmbedding.tokenCount`. */
export interface TokenCountOptions {
  /**
   * The use of the texts, which selects the prefix: `query` as in `queryEmbed`, `passage` as in `passageEmbed`, or `text` as in `embed`.
   * @default 'text'
   */
  readonly use?: 'query' | 'passage' | 'text';
}

/** Options of a call that embeds texts. */
export interface EmbedOptions {
  /**
   * Name of the task, for a model that supports several, e.g. `classification` of jina-embeddings-v3. The model's catalogue entry lists its tasks.
   * @default the task for queries in `queryEmbed`, else the task for passages
   */
  readonly task?: string;
  /**
   * Dimension of each vector: only its first components are kept, scaled to length 1. Only for dense models trained for shorter vectors;
   * `matryoshka` in their catalogue entries states the limits. @default all components
   */
  readonly dimension?: number;
  /** Cancels between micro-batches. The call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives an `embed` event per finished text. */
  readonly onProgress?: ProgressListener;
  /** Receives a report for every truncated text. */
  readonly onTruncation?: (report: TruncationReport) => void;
  /** Receives the number of tokens that the model read, at the end of the call. Not called when no model runs, e.g. for BM25 or an empty list. */
  readonly onUsage?: UsageListener;
}
