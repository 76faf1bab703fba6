import type { EmbedderCallOptions } from './embedder.ts';
import type { MultiVectorEmbedder } from './multi-vector-embedder.ts';
import type { SparseEmbedder, SparseVector } from './sparse-embedder.ts';
import type { TokenEmbedder } from './token-embedder.ts';

/** The vectors of one text, of every kind. */
export interface HybridEmbedding {
  /** For its meaning. */
  readonly dense: Float32Array;
  /** For its words. */
  readonly sparse: SparseVector;
  /** For late interaction: `[tokens][dimension]`. The rows may be views of one array. */
  readonly multiVector: readonly Float32Array[];
}

/** One kind of vector of a {@link HybridEmbedder}. */
export type HybridKind = keyof HybridEmbedding;

/** Options of one call to a {@link HybridEmbedder}. */
export interface HybridCallOptions<Kind extends HybridKind = HybridKind> extends EmbedderCallOptions {
  /** What is made of each text; the rest of an embedding is absent. @default all three */
  readonly kinds?: readonly Kind[];
}

/**
 * A model that gives a text's dense vector, its sparse vector and its multivector in one pass, such as bge-m3. It keeps to what `Embedder` says.
 *
 * Each kind is an embedder by itself as well, for whoever wants that kind alone. `hybridEmbedderConformance` of `@x/core/testing` checks each
 * sentence.
 */
export interface HybridEmbedder {
  readonly modelName: string;
  /** Gives the dense vectors; the vectors of tokens that it gives beside them are the rows of the multivector. */
  readonly dense: TokenEmbedder & HybridPart;
  readonly sparse: SparseEmbedder & HybridPart;
  readonly multiVector: MultiVectorEmbedder & HybridPart;
  /** The vectors of each document, in input order, from one pass of the model. */
  passageEmbed<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    options?: HybridCallOptions<Kind>,
  ): Promise<Pick<HybridEmbedding, Kind>[]>;
  /** The vectors of one search query, from one pass of the model. */
  queryEmbed<Kind extends HybridKind = HybridKind>(
    query: string,
    options?: HybridCallOptions<Kind>,
  ): Promise<Pick<HybridEmbedding, Kind>>;
}

/** What an embedder of one kind says when it belongs to a {@link HybridEmbedder}: who wants several kinds asks that one, once. */
export interface HybridPart {
  readonly hybrid: HybridEmbedder;
}
