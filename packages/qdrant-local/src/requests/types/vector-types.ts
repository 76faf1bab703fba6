/** How two vectors are compared. Cosine and Dot rank by the larger score, Euclid and Manhattan by the smaller one. */
export type Distance = 'Cosine' | 'Dot' | 'Euclid' | 'Manhattan';

/** Every {@link Distance}, in Qdrant's spelling. */
export const distances: readonly Distance[] = ['Cosine', 'Dot', 'Euclid', 'Manhattan'];

/** How the elements of a stored dense vector are kept, in Qdrant's spelling. */
export type Datatype = RowDatatype | (typeof turboDatatypes)[number];

/** How the elements of a stored dense vector are kept here. */
export type RowDatatype = (typeof datatypes)[number];

/** Every {@link RowDatatype}. */
export const datatypes = ['float32', 'float16', 'uint8'] as const;

/** Datatypes that a server compresses vectors by; here they are kept as float32. */
export const turboDatatypes = ['turbo4', 'turbo8', 'turbo16'] as const;

/**
 * How the elements of a multivector that stays on disk are kept: as floats of 32 or 16 bits, as whole numbers from 0 to 255,
 * as codes of 8 or 4 bits that a scale of the row belongs to, or as signs.
 */
export type PackedKind = 'float32' | 'float16' | 'uint8' | 'int8' | 'int4' | 'bit1';

/** One dense vector; its elements are kept as float32. */
export type DenseVector = readonly number[] | Float32Array;

/** A vector whose elements are 0 where nothing is listed. */
export interface SparseVector {
  /** Whole numbers from 0 to 2^32 - 1, each once, in any order. */
  readonly indices: readonly number[] | Uint32Array;
  /** One for each index; kept as float32. */
  readonly values: readonly number[] | Float32Array;
}

/** Several dense vectors of one size, such as one for each token; at least one, and fewer than 2^20 numbers in all. */
export type MultiVector = readonly DenseVector[];

/** A vector of any kind. */
export type Vector = DenseVector | SparseVector | MultiVector;

/** A point's vectors: the unnamed one, or one for each name. Names may be missing. */
export type PointVectors = DenseVector | MultiVector | Readonly<Record<string, Vector>>;

/** Settings of one vector of a collection. */
export interface VectorParams {
  /** Number of elements, 1 to 65536. */
  readonly size: number;
  readonly distance: Distance;
  /**
   * What elements are kept as: rounded to the nearest float16, or cut to a whole number from 0 to 255. Queries are, too. A server
   * compresses `turbo4`, `turbo8` and `turbo16`; here they are kept as float32, and scores are exact. In a multivector that is
   * `on_disk`, `turbo4` is codes of 4 bits, `turbo8` of 8 bits, both for Cosine and Dot alone, and `turbo16` is float16.
   *
   * @default 'float32'
   */
  readonly datatype?: Datatype | null;
  /** Makes it a multivector, which is compared by the sum of each query vector's best match (MaxSim). */
  readonly multivector_config?: { readonly comparator: 'max_sim' } | null;
  /**
   * Of a multivector: whether its rows are packed and, in a folder, stay in the data file, from where they are read when they are scored,
   * asked with or given back. Memory then holds eight bytes a point. Settled when the collection is made; a search that no filter
   * or prefetch narrows reads them all. Of other vectors it is kept and given back, and they are searched in memory.
   *
   * @default false
   */
  readonly on_disk?: boolean | null;
  /** The newer name of `on_disk`, which it overrules: `cold` is `true`, the others are `false`. */
  readonly memory?: 'cold' | 'cached' | 'pinned' | null;
  /** Kept and given back; search is exact. */
  readonly hnsw_config?: object | null;
  /**
   * How a multivector that is `on_disk` is packed where its distance is Cosine or Dot, in the place of its datatype: `scalar` as codes of
   * 8 bits, `turbo` by its `bits` as codes of 8, of 4 (also for 1.5 and 2) or as signs, `binary` as signs; `product` has no effect. The
   * query keeps its precision, and what is read back is what was packed. The collection's quantization stands for one that is
   * absent. Of other vectors it is kept and given back, and search is exact.
   *
   * @default none: by the datatype
   * @example
   * const tokens = {
   *   size: 384,
   *   distance: 'Cosine',
   *   multivector_config: { comparator: 'max_sim' },
   *   on_disk: true,
   *   quantization_config: { turbo: { bits: 'bits4' } }, // 193 bytes a row
   * };
   */
  readonly quantization_config?: object | null;
}

/** Settings of one sparse vector of a collection. */
export interface SparseVectorParams {
  /** `idf` multiplies each query value by the inverse document frequency of its index. @default 'none' */
  readonly modifier?: 'none' | 'idf' | null;
  /** Kept and given back; search is exact, in float32. */
  readonly index?: {
    readonly full_scan_threshold?: number | null;
    readonly on_disk?: boolean | null;
    readonly memory?: 'cold' | 'cached' | 'pinned' | null;
    readonly datatype?: RowDatatype | null;
  } | null;
}
