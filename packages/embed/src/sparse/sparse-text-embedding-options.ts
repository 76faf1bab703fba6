import type { TextEmbeddingOptions } from '../text-embedding-options.ts';
import type { Bm25Options } from './bm25/bm25-options.ts';

/**
 * Options of `SparseTextEmbedding.load`: those of `Qdrant/bm25` for it alone; for all others where the model comes from and how it runs.
 *
 * `maxBatchTokens` is 256 unless it is given: for each token a model answers a number for each word of its vocabulary, 122 kB.
 */
export interface SparseTextEmbeddingOptions extends Bm25Options, Omit<TextEmbeddingOptions, 'prefixes'> {}
