import type { ProgressListener } from '@x/core';
import type { ResolveModelOptions } from '@x/model-hub';
import type { OnnxModelOptions } from '@x/onnx-runtime';

/** Where the model comes from: see `@x/model-hub`. */
export type ModelSourceOptions = Omit<ResolveModelOptions, 'modelFile' | 'additionalFiles' | 'repository'>;

/** How the model runs: see `@x/onnx-runtime`. */
export type ModelRuntimeOptions = Omit<OnnxModelOptions, 'reduction' | 'name' | 'padTokenId'>;

/** Options of {@link TextEmbedding.load}. */
export interface TextEmbeddingOptions extends ModelSourceOptions, ModelRuntimeOptions {
  /** Most tokens of a text, special tokens included; what is beyond is cut and reported. @default the model's limit */
  readonly maxLength?: number;
}

/** A text that did not fit into the model's limit. */
export interface TruncationReport {
  /** Position of the text in the call's input. */
  readonly index: number;
  /** Tokens that were cut off. */
  readonly truncatedTokens: number;
  /** UTF-16 units beyond the tokenizer's character cap, never tokenized; 0 for texts under a million. */
  readonly truncatedCharacters: number;
}

/** Options of a call that embeds texts. */
export interface EmbedOptions {
  /** Cancels between micro-batches; the call then rejects with the signal's own reason. */
  readonly signal?: AbortSignal;
  /** Receives an `embed` event per finished text. */
  readonly onProgress?: ProgressListener;
  /** Receives a report for every text that is cut. */
  readonly onTruncation?: (report: TruncationReport) => void;
}
