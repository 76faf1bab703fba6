import type { OptionKinds, SparseVector } from '@x/core';
import type { TruncationReport } from '@x/tokenizer';

import { callOptionKinds, modelOptionKinds } from '../option-kinds.ts';
import type { EmbedOptions, TextEmbeddingOptions } from '../text-embedding-options.ts';
import type { Bm25Options } from './bm25/bm25-options.ts';
import type { NoWordsReport } from './no-words-watch.ts';

/**
 * Options of `SparseTextEmbedding.load`: those of `Qdrant/bm25` for it alone; for all others where the model comes from and how it runs.
 *
 * `maxBatchTokens` is 256 unless it is given: for each token a model answers a number for each word of its vocabulary, 122 kB.
 */
export interface SparseTextEmbeddingOptions extends Bm25Options, Omit<TextEmbeddingOptions, 'prefixes'> {}

/** Options of a call that embeds texts. */
export interface SparseEmbedOptions extends Omit<EmbedOptions, 'task' | 'dimension'> {
  /** Receives a report for every text in which BM25 finds no word to search by. SPLADE never calls it. */
  readonly onNoWords?: (report: NoWordsReport) => void;
}

/** Sparse vectors, and which texts were cut or have none. */
export interface SparseEmbedReport {
  /** One per document, in input order. */
  readonly vectors: SparseVector[];
  /** One report per document that was cut, in input order. */
  readonly truncations: TruncationReport[];
  /** One report per document without a word to search by, whose vector is empty, in input order. */
  readonly noWords: NoWordsReport[];
}

/** The kinds of the options that `Qdrant/bm25` alone has. */
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

/** The kinds of the options of `SparseTextEmbedding.load`. */
export const sparseTextEmbeddingOptionKinds: OptionKinds<SparseTextEmbeddingOptions> = {
  ...modelOptionKinds,
  ...bm25OptionKinds,
};

/** The kinds of the options of a call. */
export const sparseEmbedOptionKinds: OptionKinds<SparseEmbedOptions> = { ...callOptionKinds, onNoWords: 'function' };
