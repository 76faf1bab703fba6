/** How two vectors are compared. For Cosine and Dot, a larger score is better; for Euclid and Manhattan, a smaller one. */
export type Distance = 'Cosine' | 'Dot' | 'Euclid' | 'Manhattan';

/** Every {@link Distance}, in Qdrant's spelling. */
export const distances: readonly Distance[] = ['Cosine', 'Dot', 'Euclid', 'Manhattan'];

/** The datatype of the elements of a dense vector, in Qdrant's spelling. */
export type Datatype = RowDatatype | (typeof turboDatatypes)[number];

/** The datatypes in which this engine stores the elements of a dense vector. */
export type RowDatatype = (typeof datatypes)[number];

/** Every {@link RowDatatype}. */
export const datatypes = ['float32', 'float16', 'uint8'] as const;

/** Datatypes that a server compresses. This engine stores them as float32. */
export const turboDatatypes = ['turbo4', 'turbo8', 'turbo16'] as const;

/**
 * The storage format of the elements of a multivector that stays on disk: floats of 32 or 16 bits, whole numbers from 0 to 255,
 * codes of 8 or 4 bits with one scale for each row, or signs.
 */
export type PackedKind = 'float32' | 'float16' | 'uint8' | 'int8' | 'int4' | 'bit1';

/** One dense vector. Its elements are stored as float32. */
export type DenseVector = readonly number[] | Float32Array;

/** A vector whose elements are 0 except at the given indices. */
export interface SparseVector {
  /** Whole numbers from 0 to 2^32 - 1, each once, in any order. */
  readonly indices: readonly number[] | Uint32Array;
  /** One value for each index; stored as float32. */
  readonly values: readonly number[] | Float32Array;
}

/** Several dense vectors of the same size, such as one for each token. At least one vector, and fewer than 2^20 numbers in total. */
export type MultiVector = readonly DenseVector[];

/** A vector of any kind. */
export type Vector = DenseVector | SparseVector | MultiVector;

/** The vectors of a point: the unnamed one, or one for each name. Names may be missing. */
export type PointVectors = DenseVector | MultiVector | Readonly<Record<string, Vector>>;

/** The settings of one vector of a collection. */
export interface VectorParams {
  /** The number of elements, from 1 to 65536. */
  readonly size: number;
  readonly distance: Distance;
  /**
   * The datatype of the stored elements: `float16` rounds to the nearest float16, and `uint8` truncates to a whole number from 0 to 255. Queries are
   * converted in the same way. A server compresses `turbo4`, `turbo8` and `turbo16`; this engine stores them as float32, and scores are exact.
   * In a multivector that is `on_disk`, `turbo4` is stored as codes of 4 bits and `turbo8` of 8 bits, both only for Cosine and Dot, and
   * `turbo16` as float16.
   *
   * @default 'float32'
   */
  readonly datatype?: Datatype | null;
  /** Makes the vector a multivector. Multivectors are compared by the sum of the best matches of all query vectors (MaxSim). */
  readonly multivector_config?: { readonly comparator: 'max_sim' } | null;
  /**
   * For a multivector: whether its rows are packed and, in a folder, stay in the data file. They are then read from there when they are scored,
   * used in a query or returned, and memory holds eight bytes for each point. The setting is fixed when the collection is created. A search
   * that is not narrowed by a filter or prefetch reads all rows. For other vectors, the setting is only stored and returned, and they are
   * searched in memory.
   *
   * @default false
   */
  readonly on_disk?: boolean | null;
  /** The newer name of `on_disk`, which it overrides: `cold` means `true`, the others mean `false`. */
  readonly memory?: 'cold' | 'cached' | 'pinned' | null;
  /** Stored and returned without effect, because search is exact. */
  readonly hnsw_config?: object | null;
  /**
   * How to pack a multivector that is `on_disk` with the distance Cosine or Dot. It replaces the packing by datatype: `scalar` packs as
   * codes of 8 bits. `turbo` packs, depending on its `bits`, as codes of 8 bits, of 4 bits (also for 1.5 and 2) or as signs. `binary` packs
   * as signs, and `product` has no effect. Queries keep their precision, and reads return the packed values. If the setting is missing, the
   * collection's quantization applies. For other vectors, it is only stored and returned, and search is exact.
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

/** The settings of one sparse vector of a collection. */
export interface SparseVectorParams {
  /** `idf` multiplies each query value by the inverse document frequency of its index. @default 'none' */
  readonly modifier?: 'none' | 'idf' | null;
  /** Stored and returned; search is exact, in float32. */
  readonly index?: {
    readonly full_scan_threshold?: number | null;
    readonly on_disk?: boolean | null;
    readonly memory?: 'cold' | 'cached' | 'pinned' | null;
    readonly datatype?: RowDatatype | null;
  } | null;
}
