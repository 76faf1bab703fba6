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

/** What to search for: a vector, something a model turns into one, or the id of a stored point. */
export type VectorInput = Vector | PointId;

/** One pair of examples, what to be near to and what to be far from. */
export interface ContextPair {
  readonly positive: VectorInput;
  readonly negative: VectorInput;
}

/** A result of an earlier search, and how good it was. */
export interface FeedbackItem {
  readonly example: VectorInput;
  readonly score: number;
}

/** Every form of `query`; the forms that hold vectors take {@link VectorInput} in their places. */
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

/** What a query and a prefetch have in common. */
interface Search<Collection extends CollectionType> {
  readonly query?: Query | null;
  readonly prefetch?: Prefetch<Collection> | readonly Prefetch<Collection>[] | null;
  /** Name of the vector that is searched, or the payload field whose words `query: { text }` ranks by. @default the unnamed vector */
  readonly using?: VectorName<Collection> | TextKey<Collection> | null;
  readonly filter?: Filter<Collection> | null;
  readonly params?: Schemas['SearchParams'] | null;
  readonly score_threshold?: number | null;
  /** @default 10 */
  readonly limit?: number | null;
  /** The collection whose points the ids in `query` are. @default the one that is searched */
  readonly lookup_from?: Schemas['LookupLocation'] | null;
}

/** A sub-query whose result the query above it searches, at any depth. */
export interface Prefetch<Collection extends CollectionType = CollectionType> extends Search<Collection> {}

/** A query as a part of `queryBatch`. */
export interface BatchedQuery<Collection extends CollectionType = CollectionType> extends Search<Collection> {
  readonly shard_key?: Schemas['ShardKeySelector'] | null;
  readonly offset?: number | null;
  /** @default false, and true for `queryPoints` */
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
  /** The payload field whose values make the groups. */
  readonly group_by: PayloadPath<Collection>;
  /** Points of a group. @default 3 */
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
  /** How many points to compare. @default 10 */
  readonly sample?: number | null;
  /** Neighbours of each point. @default 3 */
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
  /** Similarity (higher is closer) for Cosine and Dot, a distance (lower is closer) for Euclid and Manhattan. */
  readonly score: number;
  readonly payload?: Payload | null;
  readonly vector?: Schemas['VectorStructOutput'] | null;
}

/** Answer of `query` and `queryPoints`, best first. */
export interface QueryResult<Payload extends object = Record<string, unknown>> {
  readonly points: ScoredPoint<Payload>[];
}

/** Points that share a value of `group_by`, best first; `lookup` is the point of the other collection whose id the value is. */
export interface PointGroup<Payload extends object = Record<string, unknown>> {
  readonly id: Schemas['GroupId'];
  readonly hits: ScoredPoint<Payload>[];
  readonly lookup?: RetrievedPoint | null;
}

/** Answer of `queryGroups`. */
export interface GroupsResult<Payload extends object = Record<string, unknown>> {
  readonly groups: PointGroup<Payload>[];
}
