import type { PointId } from '@x/core';

import type { JsonPath } from '../../json/json-path.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import type { FormulaNode } from '../formula/formula-tree.ts';
import type { ValueOrder } from '../read-order-by.ts';
import type { ResultSelection } from '../read-result-selection.ts';
import type { VectorValue } from '../vectors/vector-value.ts';

/** A vector of a query: given directly, or as the id of a stored point. */
export type VectorReference =
  | { readonly kind: 'vector'; readonly vector: VectorValue }
  | { readonly kind: 'point'; readonly id: PointId };

/** A pair of examples. Points closer to `positive` than to `negative` are wanted. */
export interface ContextPair<T> {
  readonly positive: T;
  readonly negative: T;
}

/** An example with a given score. */
export interface FeedbackItem<T> {
  readonly example: T;
  /** The given score, a float32. */
  readonly score: number;
}

/** The objective of a vector query. `T` is the type of its vectors or references to them. */
export type VectorObjective<T> =
  | { readonly kind: 'nearest'; readonly target: T; readonly mmr?: MaximalMarginalRelevance }
  | {
      readonly kind: 'recommend';
      readonly strategy: 'average_vector' | 'best_score' | 'sum_scores';
      readonly positives: readonly T[];
      readonly negatives: readonly T[];
    }
  | { readonly kind: 'discover'; readonly target: T; readonly pairs: readonly ContextPair<T>[] }
  | { readonly kind: 'context'; readonly pairs: readonly ContextPair<T>[] }
  | {
      readonly kind: 'feedback';
      readonly target: T;
      readonly feedback: readonly FeedbackItem<T>[];
      /** The factors of the target's similarity (a) and of the pairs (c), and the exponent of a pair's confidence (b); float32. */
      readonly coefficients: { readonly a: number; readonly b: number; readonly c: number };
    };

/** Chooses results that differ from each other. */
export interface MaximalMarginalRelevance {
  /** The weight of relevance against diversity, from 0 to 1; a float32. */
  readonly lambda: number;
  /** The number of nearest points to choose from. When it is `undefined`, the sum of the query's limit and offset. */
  readonly candidatesLimit: number | undefined;
}

/** The method that merges the lists of prefetches. */
export type Fusion =
  | { readonly method: 'rrf'; readonly k: number; readonly weights: readonly number[] | undefined }
  | { readonly method: 'dbsf' };

/** The parameters of BM25. */
export interface Bm25Parameters {
  /** How slowly further occurrences of a word lose weight, 0 or larger. With 0, only the first occurrence counts. */
  readonly k: number;
  /** The influence of the length of a text, from 0 to 1. */
  readonly b: number;
}

/** Ranks points by the words of a payload key. */
export interface TextQueryNode extends Bm25Parameters {
  readonly kind: 'text';
  readonly path: JsonPath;
  readonly text: string;
}

/** The kind of a query, with its parameters. */
export type ParsedQueryKind =
  | { readonly kind: 'vector'; readonly objective: VectorObjective<VectorReference> }
  | TextQueryNode
  | { readonly kind: 'orderBy'; readonly order: ValueOrder }
  | { readonly kind: 'fusion'; readonly fusion: Fusion }
  | { readonly kind: 'formula'; readonly expression: FormulaNode }
  | { readonly kind: 'sample' };

/** The location of the vectors of the points that a query refers to. */
export interface LookupLocation {
  readonly collection: string;
  /** The name of the vector there; `undefined` means the name in the query. */
  readonly vectorName: string | undefined;
}

/** One level of a query, checked as far as possible without its collection. */
export interface QueryNode {
  readonly prefetches: readonly QueryNode[];
  /** `undefined` lists points by id. */
  readonly query: ParsedQueryKind | undefined;
  readonly vectorName: string;
  readonly filter: ParsedFilter;
  readonly limit: number;
  /** The score threshold, a float32; it may be infinite. */
  readonly scoreThreshold: number | undefined;
  readonly lookupFrom: LookupLocation | undefined;
  /** Whether the query has parameters of IDF, which require a vector with IDF. */
  readonly hasIdfParams: boolean;
  /** The points that count for the document frequencies of sparse vectors and words; `undefined` means all points. */
  readonly idfCorpus: ParsedFilter;
}

/** A whole query. */
export interface ParsedQuery extends QueryNode {
  readonly offset: number;
  readonly result: ResultSelection;
}

/** Returns the other collections that a query reads. */
export function lookedUpCollections({ lookupFrom, prefetches }: QueryNode): string[] {
  const own = lookupFrom === undefined ? [] : [lookupFrom.collection];
  return [...own, ...prefetches.flatMap(lookedUpCollections)];
}

/** Returns the payload keys by which a query orders, at all levels. */
export function orderedPaths({ query, prefetches }: QueryNode): JsonPath[] {
  const own = query?.kind === 'orderBy' ? [query.order.path] : [];
  return [...own, ...prefetches.flatMap(orderedPaths)];
}

/** Returns the payload keys whose words rank the hits of a query, at all levels. */
export function rankedPaths({ query, prefetches }: QueryNode): JsonPath[] {
  const own = query?.kind === 'text' ? [query.path] : [];
  return [...own, ...prefetches.flatMap(rankedPaths)];
}

/** Returns all vectors of an objective. */
export function vectorsOf<T>(objective: VectorObjective<T>): T[] {
  switch (objective.kind) {
    case 'nearest':
      return [objective.target];
    case 'recommend':
      return [...objective.positives, ...objective.negatives];
    case 'discover':
      return [objective.target, ...objective.pairs.flatMap(({ positive, negative }) => [positive, negative])];
    case 'context':
      return objective.pairs.flatMap(({ positive, negative }) => [positive, negative]);
    case 'feedback':
      return [objective.target, ...objective.feedback.map(({ example }) => example)];
  }
}
