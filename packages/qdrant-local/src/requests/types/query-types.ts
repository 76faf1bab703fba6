import type { PointId } from '@x/core';

import type { Condition, Filter } from './filter-types.ts';
import type { OrderBy, WithPayload, WithVector } from './request-types.ts';
import type { Vector } from './vector-types.ts';

/** A vector of a query, or the id of a point whose vector is used. That point is left out of the result. */
export type VectorInput = Vector | PointId;

/** A query, in one of its kinds. */
export type Query =
  | NearestQuery
  | RecommendQuery
  | DiscoverQuery
  | ContextQuery
  | RelevanceFeedbackQuery
  | TextQuery
  | { readonly order_by: string | OrderBy }
  | { readonly fusion: 'rrf' | 'dbsf' }
  | RrfQuery
  | FormulaQuery
  | { readonly sample: 'random' };

/** Finds points near a vector. */
export interface NearestQuery {
  readonly nearest: VectorInput;
  /** Chooses hits that differ from each other. */
  readonly mmr?: {
    /** The weight of diversity against relevance, from 0 to 1. @default 0.5 */
    readonly diversity?: number | null;
    /** The number of nearest points to choose from, at most 16,384. @default the limit of the query, plus its offset */
    readonly candidates_limit?: number | null;
  } | null;
}

/** Finds points similar to the positive examples and dissimilar to the negative ones. */
export interface RecommendQuery {
  readonly recommend: {
    readonly positive?: readonly VectorInput[] | null;
    readonly negative?: readonly VectorInput[] | null;
    /**
     * `average_vector` searches for mean(positive) + mean(positive) − mean(negative) and requires a positive example. The
     * others compare each point with each example.
     *
     * @default 'average_vector'
     */
    readonly strategy?: 'average_vector' | 'best_score' | 'sum_scores' | null;
  };
}

/** A positive and a negative example. Points closer to the positive example are wanted. */
export interface ContextPairInput {
  readonly positive: VectorInput;
  readonly negative: VectorInput;
}

/** Finds points near a target. Points that are closer to the positive example in more of the pairs come first. */
export interface DiscoverQuery {
  readonly discover: {
    readonly target: VectorInput;
    readonly context?: ContextPairInput | readonly ContextPairInput[] | null;
  };
}

/** Finds points that are closer to the positive example in each pair. The best score is 0. */
export interface ContextQuery {
  readonly context: ContextPairInput | readonly ContextPairInput[] | null;
}

/** Finds points near a target, adjusted by examples with given scores. */
export interface RelevanceFeedbackQuery {
  readonly relevance_feedback: {
    readonly target: VectorInput;
    readonly feedback: readonly { readonly example: VectorInput; readonly score: number }[];
    /** Coefficients of a · similarity(target) + Σ confidenceᵇ · c · (similarity(better) − similarity(worse)). */
    readonly strategy: { readonly naive: { readonly a: number; readonly b: number; readonly c: number } };
  };
}

/**
 * Finds points with any of the words of a text, ranked by BM25. `using` is the payload key. Its text index must have been created with
 * `scoring`, and determines the words.
 */
export interface TextQuery {
  readonly text:
    | string
    | {
        readonly query: string;
        readonly scoring?: {
          readonly bm25: {
            /** How slowly further occurrences of a word lose weight, 0 or larger. With 0, only the first occurrence counts. @default 1.2 */
            readonly k?: number | null;
            /** The influence of the length of a text, from 0 to 1. @default 0.75 */
            readonly b?: number | null;
          };
        } | null;
      };
}

/** Reciprocal rank fusion of the prefetches. A hit scores 1 / (position / weight + k − 1), with positions from 1. */
export interface RrfQuery {
  readonly rrf: {
    /** The constant k, at least 1. @default 2 */
    readonly k?: number | null;
    /** One weight for each prefetch. @default 1 each */
    readonly weights?: readonly number[] | null;
  };
}

/** Scores the hits of the prefetches by a formula. */
export interface FormulaQuery {
  readonly formula: Expression;
  /** Values for points that lack a variable, by payload path, `$score` or `$score[i]`. */
  readonly defaults?: Readonly<Record<string, unknown>> | null;
}

/**
 * A number, a variable (a payload path, `$score` or `$score[i]`), a condition (1 if it holds, otherwise 0), or a function of
 * expressions. Times are in seconds since 1970, distances in meters.
 */
export type Expression =
  | number
  | string
  | Condition
  | { readonly geo_distance: { readonly origin: { readonly lon: number; readonly lat: number }; readonly to: string } }
  | { readonly datetime: string }
  | { readonly datetime_key: string }
  | { readonly mult: readonly Expression[] }
  | { readonly sum: readonly Expression[] }
  /** Requires at least one expression. */
  | { readonly max: readonly Expression[] }
  | { readonly min: readonly Expression[] }
  | { readonly neg: Expression }
  | { readonly abs: Expression }
  | {
      readonly div: {
        readonly left: Expression;
        readonly right: Expression;
        readonly by_zero_default?: number | null;
      };
    }
  | { readonly sqrt: Expression }
  | { readonly pow: { readonly base: Expression; readonly exponent: Expression } }
  | { readonly exp: Expression }
  | { readonly log10: Expression }
  | { readonly ln: Expression }
  /** The inverse hyperbolic cosine of a number of at least 1. */
  | { readonly acosh: Expression }
  | { readonly lin_decay: DecayParams }
  | { readonly exp_decay: DecayParams }
  | { readonly gauss_decay: DecayParams };

/** A function that decreases from 1 at the target to `midpoint` at a distance of `scale`. */
export interface DecayParams {
  readonly x: Expression;
  /** @default 0 */
  readonly target?: Expression | null;
  /** The distance from the target at which the value is `midpoint`, above 0. @default 1 */
  readonly scale?: number | null;
  /** The value at a distance of `scale`, between 0 and 1. @default 0.5 */
  readonly midpoint?: number | null;
}

/** The common fields of all levels of a query. */
interface QueryLevel {
  /** Queries that run first. The query of this level then only scores the points that they found. */
  readonly prefetch?: Prefetch | readonly Prefetch[] | null;
  /** A vector, the id of a point, or one of the kinds of {@link Query}. Without a query, points are listed by id. */
  readonly query?: VectorInput | Query | null;
  /** The name of the vector, for a collection with named vectors; the payload key, for a {@link TextQuery}. */
  readonly using?: string | null;
  /** A filter for this level and its prefetches. */
  readonly filter?: Filter | null;
  /** The maximum number of hits, at least 1. @default 10 */
  readonly limit?: number | null;
  /** Keeps only better scores: larger ones, or smaller ones where smaller is better. Fusion and formula also keep equal scores. */
  readonly score_threshold?: number | null;
  /**
   * Accepted for compatibility; search is always exact. Only `idf: { corpus: filter }` has an effect: for a sparse vector with the IDF
   * modifier, or for words, the document frequencies then cover only the points that pass the filter, instead of all points
   * (`'global'`).
   */
  readonly params?: {
    readonly idf?: 'global' | { readonly corpus: Filter } | null;
    readonly [key: string]: unknown;
  } | null;
  /** The collection and name of the vectors of the ids in `query`. @default this collection, the vector of `using` */
  readonly lookup_from?: { readonly collection: string; readonly vector?: string | null } | null;
}

/** A query whose hits another query uses. */
export interface Prefetch extends QueryLevel {}

/** The parts of each hit to return, and options without effect. */
interface HitOptions {
  /** @default false */
  readonly with_payload?: WithPayload | null;
  /** @default false */
  readonly with_vector?: WithVector | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}

/** Body of `query`. */
export interface QueryRequest extends QueryLevel, HitOptions {
  /** The number of best hits to skip; without effect on a random sample. @default 0 */
  readonly offset?: number | null;
}

/** Body of `queryBatch`. */
export interface QueryBatchRequest {
  readonly searches: readonly QueryRequest[];
  readonly timeout?: number;
  readonly consistency?: unknown;
}

/** Body of `queryGroups`; `limit` is the number of groups. */
export interface QueryGroupsRequest extends QueryLevel, HitOptions {
  /** A payload path to strings or integers. A point with several values is in several groups. */
  readonly group_by: string;
  /** The maximum number of hits in a group, at least 1. @default 3 */
  readonly group_size?: number | null;
  /** The collection whose points have the values of the groups as ids. Each group is returned with its point. */
  readonly with_lookup?: string | GroupLookup | null;
}

/** The collection in which the points of groups are looked up. */
export interface GroupLookup {
  readonly collection: string;
  /** @default true */
  readonly with_payload?: WithPayload | null;
  /** @default false */
  readonly with_vectors?: WithVector | null;
}

/** Body of `searchMatrixPairs` and `searchMatrixOffsets`. */
export interface SearchMatrixRequest {
  readonly filter?: Filter | null;
  /** The number of points to sample, at least 2. @default 10 */
  readonly sample?: number | null;
  /** The number of nearest neighbors of each point among the sampled points, at least 1. @default 3 */
  readonly limit?: number | null;
  /** The name of the vector, for a collection with named vectors. */
  readonly using?: string | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}
