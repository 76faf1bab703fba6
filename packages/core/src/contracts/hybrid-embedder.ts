import type { EmbedderCallOptions } from './embedder.ts';
import type { MultiVectorEmbedder } from './multi-vector-embedder.ts';
import type { SparseEmbedder, SparseVector } from './sparse-embedder.ts';
import type { TokenEmbedder } from './token-embedder.ts';

/** The vectors of one text, one of each kind. */
export interface HybridEmbedding {
  /** Represents the meaning of the text. */
  readonly dense: Float32Array;
  /** Represents the words of the text. */
  readonly sparse: SparseVector;
  /** For late interaction: `[tokens][dimension]`. The rows may be views of one array. */
  readonly multiVector: readonly Float32Array[];
}

/** One kind of vector of a {@link HybridEmbedder}. */
export type HybridKind = keyof HybridEmbedding;

/** Options of one call to a {@link HybridEmbedder}. */
export interface HybridCallOptions<Kind extends HybridKind = HybridKind> extends EmbedderCallOptions {
  /** Kinds of vectors to compute. The other fields of an embedding are absent. @default all three */
  readonly kinds?: readonly Kind[];
}

/**
 * A model that computes a text's dense vector, sparse vector and multivector in one pass, such as bge-m3. Its calls follow the rules of `Embedder`.
 *
 * Each kind is also an embedder of its own, for callers that need only that kind. `hybridEmbedderConformance` in `@x/core/testing` tests this
 * contract.
 */
export interface HybridEmbedder {
  readonly modelName: string;
  /** Returns the dense vectors. The token vectors that it returns with them are the rows of the multivector. */
  readonly dense: TokenEmbedder & HybridPart;
  readonly sparse: SparseEmbedder & HybridPart;
  readonly multiVector: MultiVectorEmbedder & HybridPart;
  /** Returns the vectors of each document, in input order, from one pass of the model. */
  passageEmbed<Kind extends HybridKind = HybridKind>(
    documents: readonly string[],
    options?: HybridCallOptions<Kind>,
  ): Promise<Pick<HybridEmbedding, Kind>[]>;
  /** Returns the vectors of one search query, from one pass of the model. */
  queryEmbed<Kind extends HybridKind = HybridKind>(
    query: string,
    options?: HybridCallOptions<Kind>,
  ): Promise<Pick<HybridEmbedding, Kind>>;
}

/** Marks an embedder of one kind as part of a {@link HybridEmbedder}. A caller that needs several kinds calls the hybrid embedder once. */
export interface HybridPart {
  readonly hybrid: HybridEmbedder;
}
