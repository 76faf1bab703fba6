import { type EmbedderCallOptions, InvalidArgumentError } from '@x/core';
import type { DenseVector, SparseVectorInput } from '../types/vectors.ts';

/** What a model makes of one text or image: a dense vector, a sparse one, or one row for each of its tokens. */
export type EmbeddedVector = DenseVector | SparseVectorInput | readonly DenseVector[];

/** Turns texts into vectors of one kind: an `Embedder`, a `SparseEmbedder`, or a late-interaction model. */
export interface TextEmbedder {
  readonly modelName: string;
  /** Components of each vector, or of each row; absent for sparse vectors. */
  readonly dimension?: number;
  /** One vector per document, in input order. */
  passageEmbed(documents: readonly string[], options?: EmbedderCallOptions): Promise<readonly EmbeddedVector[]>;
  /** The vector of one search query. */
  queryEmbed(query: string, options?: EmbedderCallOptions): Promise<EmbeddedVector>;
}

/** Turns images into vectors; each image is what stands in `Image`: a path, a URL or base64 data, as the embedder has it. */
export interface ImageEmbedder {
  readonly modelName: string;
  readonly dimension?: number;
  /** One vector per image, in input order. */
  imageEmbed(images: readonly string[], options?: EmbedderCallOptions): Promise<readonly EmbeddedVector[]>;
}

/** A loaded model that embeds texts, images or both. */
export type ModelEmbedder = TextEmbedder | ImageEmbedder;

/**
 * Loads the embedder of a model when it is first needed; undefined when there is no such model. Asked once for each model and
 * options, however many calls wait for it; a failure is not kept.
 */
export type EmbedderResolver = (
  model: string,
  options: Readonly<Record<string, unknown>> | undefined,
) => ModelEmbedder | undefined | Promise<ModelEmbedder | undefined>;

/** True when it embeds texts. */
export function embedsTexts(embedder: ModelEmbedder): embedder is TextEmbedder {
  return 'passageEmbed' in embedder && typeof embedder.passageEmbed === 'function';
}

/** True when it embeds images. */
export function embedsImages(embedder: ModelEmbedder): embedder is ImageEmbedder {
  return 'imageEmbed' in embedder && typeof embedder.imageEmbed === 'function';
}

/**
 * Checks that `embedder` is one, and returns it.
 *
 * @throws {InvalidArgumentError} when it has no name, or embeds neither texts nor images.
 */
export function requireEmbedder(embedder: unknown, parameter: string): ModelEmbedder {
  const isNamed = typeof embedder === 'object' && embedder !== null && 'modelName' in embedder;
  if (isNamed && typeof embedder.modelName === 'string') {
    const candidate = embedder as ModelEmbedder;
    if (embedsImages(candidate)) return candidate;
    if (embedsTexts(candidate) && typeof candidate.queryEmbed === 'function') return candidate;
  }
  const expected =
    'a loaded embedder with modelName, and with passageEmbed and queryEmbed or imageEmbed (await its load first)';
  throw new InvalidArgumentError({ parameter, value: embedder, expected });
}
