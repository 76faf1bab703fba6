import type { PointId } from '@x/core';

import type { Condition, Filter } from './filter-types.ts';
import type { OrderBy, WithPayload, WithVector } from './request-types.ts';
import type { Vector } from './vector-types.ts';

/** A vector of a query, or the id of a point whose vector is meant; that point is left out of the result. */
export type VectorInput = Vector | PointId;

/** What a query asks for. */
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

/** Points near to a vector. */
export interface NearestQuery {
  readonly nearest: VectorInput;
  /** Picks hits that differ from each other. */
  readonly mmr?: {
    /** Weight of diversity against relevance, 0 to 1. @default 0.5 */
    readonly diversity?: number | null;
    /** How many of the nearest points to pick from, at most 16,384. @default the limit of the query */
    readonly candidates_limit?: number | null;
  } | null;
}

/** Points like the positive examples and unlike the negative ones. */
export interface RecommendQuery {
  readonly recommend: {
    readonly positive?: readonly VectorInput[] | null;
    readonly negative?: readonly VectorInput[] | null;
    /**
     * `average_vector` searches for mean(positive) + mean(positive) − mean(negative) and needs a positive example; the
     * others compare each point with each example.
     *
     * @default 'average_vector'
     */
    readonly strategy?: 'average_vector' | 'best_score' | 'sum_scores' | null;
  };
}

/** A positive and a negative example: points nearer to the positive one are wanted. */
export interface ContextPairInput {
  readonly positive: VectorInput;
  readonly negative: VectorInput;
}

/** Points near to a target, those first that are on the right side of most pairs. */
export interface DiscoverQuery {
  readonly discover: {
    readonly target: VectorInput;
    readonly context?: ContextPairInput | readonly ContextPairInput[] | null;
  };
}

/** Points on the right side of the pairs; 0 is the best score. */
export interface ContextQuery {
  readonly context: ContextPairInput | readonly ContextPairInput[] | null;
}

/** Points near to a target, moved by examples that were given scores. */
export interface RelevanceFeedbackQuery {
  readonly relevance_feedback: {
    readonly target: VectorInput;
    readonly feedback: readonly { readonly example: VectorInput; readonly score: number }[];
    /** Coefficients of a · similarity(target) + Σ confidenceᵇ · c · (similarity(better) − similarity(worse)). */
    readonly strategy: { readonly naive: { readonly a: number; readonly b: number; readonly c: number } };
  };
}

/**
 * Points with any of the words of a text, ranked by BM25. `using` names the payload key, whose text index was created with
 * `scoring` and says what a word is.
 */
export interface TextQuery {
  readonly text:
    | string
    | {
        readonly query: string;
        readonly scoring?: {
          readonly bm25: {
            /** How long more occurrences of a word count more, 0 or larger. @default 1.2 */
            readonly k?: number | null;
            /** How much the length of a text counts, 0 to 1. @default 0.75 */
            readonly b?: number | null;
          };
        } | null;
      };
}

/** Reciprocal rank fusion of the prefetches: a hit counts 1 / (position / weight + k − 1), positions from 1. */
export interface RrfQuery {
  readonly rrf: {
    /** At least 1. @default 2 */
    readonly k?: number | null;
    /** One for each prefetch. @default 1 each */
    readonly weights?: readonly number[] | null;
  };
}

/** Scores the hits of the prefetches by a formula. */
export interface FormulaQuery {
  readonly formula: Expression;
  /** What stands in for values that a point does not have: by payload path, `$score` or `$score[i]`. */
  readonly defaults?: Readonly<Record<string, unknown>> | null;
}

/**
 * A number, a variable (a payload path, `$score` or `$score[i]`), a condition (1 where it holds, else 0), or a function of
 * expressions. Times are seconds since 1970, distances are meters.
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
  /** Of at least one expression. */
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
  /** The inverse hyperbolic cosine, of at least 1. */
  | { readonly acosh: Expression }
  | { readonly lin_decay: DecayParams }
  | { readonly exp_decay: DecayParams }
  | { readonly gauss_decay: DecayParams };

/** A function that falls from 1 at the target to `midpoint` at a distance of `scale`. */
export interface DecayParams {
  readonly x: Expression;
  /** @default 0 */
  readonly target?: Expression | null;
  /** Above 0. @default 1 */
  readonly scale?: number | null;
  /** Between 0 and 1. @default 0.5 */
  readonly midpoint?: number | null;
}

/** What all levels of a query have in common. */
interface QueryLevel {
  /** Queries to run first; this one then scores only what they found. */
  readonly prefetch?: Prefetch | readonly Prefetch[] | null;
  /** A vector, the id of a point, or one of the kinds of {@link Query}; without it, points are listed by id. */
  readonly query?: VectorInput | Query | null;
  /** The vector's name, where the collection has names; the payload key of a {@link TextQuery}. */
  readonly using?: string | null;
  /** Holds for this level and its prefetches. */
  readonly filter?: Filter | null;
  /** How many hits, at least 1. @default 10 */
  readonly limit?: number | null;
  /** Only better scores: above it, or below it where smaller scores are better. Fusion and formula keep equal ones, too. */
  readonly score_threshold?: number | null;
  /**
   * Accepted for compatibility; search is always exact. Only `idf: { corpus: filter }` has an effect: the document
   * frequencies of a sparse vector with the IDF modifier, or of words, count the points that pass it, instead of all
   * (`'global'`).
   */
  readonly params?: {
    readonly idf?: 'global' | { readonly corpus: Filter } | null;
    readonly [key: string]: unknown;
  } | null;
  /** Where the vectors of the ids in `query` are. @default this collection, the vector of `using` */
  readonly lookup_from?: { readonly collection: string; readonly vector?: string | null } | null;
}

/** A query whose hits another query works on. */
export interface Prefetch extends QueryLevel {}

/** What to return of each hit, and options without effect. */
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
  /** How many of the best hits to leave out; without effect on a random sample. @default 0 */
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
  /** Payload path to strings or integers; a point with several values is in several groups. */
  readonly group_by: string;
  /** How many hits in a group, at least 1. @default 3 */
  readonly group_size?: number | null;
  /** Collection whose points have the groups' values as ids; each group comes with its point. */
  readonly with_lookup?: string | GroupLookup | null;
}

/** Where to look up the points of groups. */
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
  /** How many points to draw at random, at least 2. @default 10 */
  readonly sample?: number | null;
  /** How many of the nearest ones among them for each, at least 1. @default 3 */
  readonly limit?: number | null;
  /** The vector's name, where the collection has names. */
  readonly using?: string | null;
  readonly timeout?: number;
  readonly consistency?: unknown;
}
