import type { Schemas } from '@qdrant/js-client-rest';
import type { PointId } from '@x/core';
import type { TextQuery } from '@x/qdrant-local';
import type {
  CollectionType,
  Filter,
  PayloadPath,
  TextKey,
  VectorName,
  WithPayload,
  WithVector,
} from './collections.ts';
import type { ReadParameters, RetrievedPoint } from './points.ts';
import type { Vector } from './vectors.ts';

/** What to search for: a vector, an inference object that is embedded to one, or the id of a stored point. */
export type VectorInput = Vector | PointId;

/** A pair of examples. Results should be near the positive one and far from the negative one. */
export interface ContextPair {
  readonly positive: VectorInput;
  readonly negative: VectorInput;
}

/** A result of an earlier search, with a score of its relevance. */
export interface FeedbackItem {
  readonly example: VectorInput;
  readonly score: number;
}

/** Every form of `query`. Each vector in it may be any {@link VectorInput}. */
export type Query =
  | VectorInput
  | { readonly nearest: VectorInput; readonly mmr?: Schemas['Mmr'] | null }
  | {
      readonly recommend: {
        readonly positive?: readonly VectorInput[] | null;
        readonly negative?: readonly VectorInput[] | null;
        readonly strategy?: Schemas['RecommendStrategy'] | null;
      };
    }
  | { readonly discover: { readonly target: VectorInput; readonly context: ContextPair | readonly ContextPair[] } }
  | { readonly context: ContextPair | readonly ContextPair[] }
  | {
      readonly relevance_feedback: {
        readonly target: VectorInput;
        readonly feedback: readonly FeedbackItem[];
        readonly strategy: Schemas['FeedbackStrategy'];
      };
    }
  | TextQuery
  | Schemas['OrderByQuery']
  | Schemas['FusionQuery']
  | Schemas['RrfQuery']
  | Schemas['FormulaQuery']
  | Schemas['SampleQuery'];

/** The fields that a query and a prefetch share. */
interface Search<Collection extends CollectionType> {
  readonly query?: Query | null;
  readonly prefetch?: Prefetch<Collection> | readonly Prefetch<Collection>[] | null;
  /** Name of the vector to search, or the payload field that `query: { text }` ranks by. @default the unnamed vector */
  readonly using?: VectorName<Collection> | TextKey<Collection> | null;
  readonly filter?: Filter<Collection> | null;
  readonly params?: Schemas['SearchParams'] | null;
  readonly score_threshold?: number | null;
  /** @default 10 */
  readonly limit?: number | null;
  /** The collection that contains the points of the ids in `query`. @default the searched collection */
  readonly lookup_from?: Schemas['LookupLocation'] | null;
}

/** A subquery whose results are the candidates of the enclosing query. Prefetches can be nested to any depth. */
export interface Prefetch<Collection extends CollectionType = CollectionType> extends Search<Collection> {}

/** One query of `queryBatch`. */
export interface BatchedQuery<Collection extends CollectionType = CollectionType> extends Search<Collection> {
  readonly shard_key?: Schemas['ShardKeySelector'] | null;
  readonly offset?: number | null;
  /** @default false; true for `queryPoints` */
  readonly with_payload?: WithPayload<Collection> | null;
  /** @default false */
  readonly with_vector?: WithVector<Collection> | null;
}

/** Body of `query` and `queryPoints`. */
export interface QueryRequest<Collection extends CollectionType = CollectionType>
  extends BatchedQuery<Collection>, ReadParameters {}

/** Body of `queryBatch`. */
export interface QueryBatchRequest<Collection extends CollectionType = CollectionType> extends ReadParameters {
  readonly searches: readonly BatchedQuery<Collection>[];
}

/** Body of `queryGroups`. */
export interface QueryGroupsRequest<Collection extends CollectionType = CollectionType> extends Omit<
  QueryRequest<Collection>,
  'offset'
> {
  /** The payload field to group by. */
  readonly group_by: PayloadPath<Collection>;
  /** Maximum number of points per group. @default 3 */
  readonly group_size?: number | null;
  readonly with_lookup?: Schemas['WithLookupInterface'] | null;
}

/** Body of `facet`. */
export interface FacetRequest<Collection extends CollectionType = CollectionType> extends ReadParameters {
  readonly key: PayloadPath<Collection>;
  /** @default 10 */
  readonly limit?: number | null;
  readonly filter?: Filter<Collection> | null;
  readonly exact?: boolean | null;
  readonly shard_key?: Schemas['ShardKeySelector'] | null;
}

/** Body of `searchMatrixPairs` and `searchMatrixOffsets`. */
export interface SearchMatrixRequest<Collection extends CollectionType = CollectionType> extends ReadParameters {
  readonly filter?: Filter<Collection> | null;
  /** Number of points to sample and compare. @default 10 */
  readonly sample?: number | null;
  /** Neighbors per point. @default 3 */
  readonly limit?: number | null;
  readonly using?: VectorName<Collection> | null;
  readonly shard_key?: Schemas['ShardKeySelector'] | null;
}

/** A stored point that matched a query. */
export interface ScoredPoint<Payload extends object = Record<string, unknown>> extends Omit<
  Schemas['ScoredPoint'],
  'id' | 'payload' | 'vector'
> {
  readonly id: PointId;
  /** Similarity for Cosine and Dot (higher is closer), distance for Euclid and Manhattan (lower is closer). */
  readonly score: number;
  readonly payload?: Payload | null;
  readonly vector?: Schemas['VectorStructOutput'] | null;
}

/** Result of `query` and `queryPoints`, best first. */
export interface QueryResult<Payload extends object = Record<string, unknown>> {
  readonly points: ScoredPoint<Payload>[];
}

/** Points that share a value of `group_by`, best first; `lookup` is the point with that value as id in the other collection. */
export interface PointGroup<Payload extends object = Record<string, unknown>> {
  readonly id: Schemas['GroupId'];
  readonly hits: ScoredPoint<Payload>[];
  readonly lookup?: RetrievedPoint | null;
}

/** Result of `queryGroups`. */
export interface GroupsResult<Payload extends object = Record<string, unknown>> {
  readonly groups: PointGroup<Payload>[];
}
