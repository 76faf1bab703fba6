import type { TextEmbeddingOptions } from '../text-embedding-options.ts';

/** Options of `LateInteractionTextEmbedding.load`. */
export type LateInteractionTextEmbeddingOptions = Omit<TextEmbeddingOptions, 'prefixes'>;
