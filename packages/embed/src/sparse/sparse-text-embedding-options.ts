import type { OptionKinds, SparseVector } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import { callOptionKinds, modelOptionKinds } from '../option-kinds.ts';
import type { EmbedOptions, TextEmbeddingOptions } from '../text-embedding-options.ts';
import type { Bm25Options } from './bm25/bm25-options.ts';
import type { NoWordsReport } from './no-words-watch.ts';

/**
 * Options of `SparseTextEmbedding.load`. Those of {@link Bm25Options} apply only to `Qdrant/bm25`. The other models use those for the source and the
 * runtime of a model.
 *
 * `maxBatchTokens` defaults to 256, because a model returns a number for each word of its vocabulary for each token: 122 kB per token.
 */
export interface SparseTextEmbeddingOptions extends Bm25Options, Omit<TextEmbeddingOptions, 'prefixes'> {}

/** Options of a call that embeds texts. */
export interface SparseEmbedOptions extends Omit<EmbedOptions, 'task' | 'dimension'> {
  /** Receives a report for every text in which BM25 finds no word to search by. SPLADE never calls it. */
  readonly onNoWords?: (report: NoWordsReport) => void;
}

/** Sparse vectors, and reports of the texts that were truncated or have no words. */
export interface SparseEmbedReport {
  /** One per document, in input order. */
  readonly vectors: SparseVector[];
  /** One report per truncated document, in input order. */
  readonly truncations: TruncationReport[];
  /** One report per document without a word to search by, whose vector is empty, in input order. */
  readonly noWords: NoWordsReport[];
}

/** Kinds of the options that only `Qdrant/bm25` has. */
export const bm25OptionKinds: OptionKinds<Bm25Options> = {
  language: 'text',
  k: 'number',
  b: 'number',
  averageLength: 'number',
  maxWordLength: 'number',
  stopWords: 'list',
  disableStemmer: 'boolean',
  stemmer: 'function',
  tokenizer: ['text', 'function'],
  locale: 'text',
  noWordsPolicy: 'text',
};

/** Kinds of the options of `SparseTextEmbedding.load`. */
export const sparseTextEmbeddingOptionKinds: OptionKinds<SparseTextEmbeddingOptions> = {
  ...modelOptionKinds,
  ...bm25OptionKinds,
};

/** Kinds of the options of a call. */
export const sparseEmbedOptionKinds: OptionKinds<SparseEmbedOptions> = { ...callOptionKinds, onNoWords: 'function' };
