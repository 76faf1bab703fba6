import { type EmbedderCallOptions, InvalidArgumentError } from '@x/core';
import type { DenseVector, SparseVectorInput } from '../types/vectors.ts';

/** The embedding of one text or image: a dense vector, a sparse vector, or one row for each token. */
export type EmbeddedVector = DenseVector | SparseVectorInput | readonly DenseVector[];

/** Embeds texts as vectors of one kind: an `Embedder`, a `SparseEmbedder`, or a late-interaction model. */
export interface TextEmbedder {
  readonly modelName: string;
  /** Components of each vector, or of each row; absent for sparse vectors. */
  readonly dimension?: number;
  /** Returns one vector per document, in input order. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<readonly EmbeddedVector[]>;
  /** Returns the vector of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<EmbeddedVector>;
}

/** Embeds images. Each image is the value of an `Image`: a path, a URL or base64 data, as the embedder supports. */
export interface ImageEmbedder {
  readonly modelName: string;
  readonly dimension?: number;
  /** Returns one vector per image, in input order. */
  imageEmbed(images: readonly string[], options?: EmbedderCallOptions): Promise<readonly EmbeddedVector[]>;
}

/** A loaded model that embeds texts, images or both. */
export type ModelEmbedder = TextEmbedder | ImageEmbedder;

/**
 * Loads the embedder of a model when it is first needed; returns undefined when it has no such model. Called once for each model and options, even
 * when several calls wait for it. A failed load is repeated at the next call.
 */
export type EmbedderResolver = (
  model: string,
  options: Readonly<Record<string, unknown>> | undefined,
) => ModelEmbedder | undefined | Promise<ModelEmbedder | undefined>;

/** Returns true when the embedder embeds texts. */
export function embedsTexts(embedder: ModelEmbedder): embedder is TextEmbedder {
  return 'passageEmbed' in embedder && typeof embedder.passageEmbed === 'function';
}

/** Returns true when the embedder embeds images. */
export function embedsImages(embedder: ModelEmbedder): embedder is ImageEmbedder {
  return 'imageEmbed' in embedder && typeof embedder.imageEmbed === 'function';
}

/**
 * Returns `embedder` after checking that it is one.
 *
 * @throws {InvalidArgumentError} when it has no `modelName`, or embeds neither texts nor images.
 */
export function requireEmbedder(embedder: unknown, parameter: string): ModelEmbedder {
  const isNamed = typeof embedder === 'object' && embedder !== null && 'modelName' in embedder;
  if (isNamed && typeof embedder.modelName === 'string') {
    const candidate = embedder as ModelEmbedder;
    if (embedsImages(candidate)) return candidate;
    if (embedsTexts(candidate) && typeof candidate.queryEmbed === 'function') return candidate;
  }
  const expected = 'a loaded embedder with modelName, and with passageEmbed and queryEmbed or imageEmbed';
  throw new InvalidArgumentError({ parameter, value: embedder, expected });
}
