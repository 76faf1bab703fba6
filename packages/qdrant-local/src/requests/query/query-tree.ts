import type { PointId } from '@x/core';

import type { JsonPath } from '../../json/json-path.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import type { FormulaNode } from '../formula/formula-tree.ts';
import type { ValueOrder } from '../read-order-by.ts';
import type { ResultSelection } from '../read-result-selection.ts';
import type { VectorValue } from '../vectors/vector-value.ts';

/** A vector of a query: given, or that of a stored point. */
export type VectorReference =
  | { readonly kind: 'vector'; readonly vector: VectorValue }
  | { readonly kind: 'point'; readonly id: PointId };

/** Points nearer to `positive` than to `negative` are wanted. */
export interface ContextPair<T> {
  readonly positive: T;
  readonly negative: T;
}

/** An example that someone gave a score. */
export interface FeedbackItem<T> {
  readonly example: T;
  /** A float32. */
  readonly score: number;
}

/** What a vector query is about; `T` is how it names its vectors. */
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
      /** Factors of the target's similarity (a) and of the pairs (c), and the power of a pair's confidence (b); float32. */
      readonly coefficients: { readonly a: number; readonly b: number; readonly c: number };
    };

/** Picks results that differ from each other. */
export interface MaximalMarginalRelevance {
  /** Weight of relevance against diversity, 0 to 1; a float32. */
  readonly lambda: number;
  /** How many of the nearest points to pick from; the query's limit, and its offset, when absent. */
  readonly candidatesLimit: number | undefined;
}

/** How to merge the lists of prefetches. */
export type Fusion =
  | { readonly method: 'rrf'; readonly k: number; readonly weights: readonly number[] | undefined }
  | { readonly method: 'dbsf' };

/** How BM25 ranks. */
export interface Bm25Parameters {
  /** How long more occurrences of a word count more, 0 or larger. */
  readonly k: number;
  /** How much the length of a text counts, 0 to 1. */
  readonly b: number;
}

/** Ranks points by the words of a payload key. */
export interface TextQueryNode extends Bm25Parameters {
  readonly kind: 'text';
  readonly path: JsonPath;
  readonly text: string;
}

/** What a query asks for. */
export type ParsedQueryKind =
  | { readonly kind: 'vector'; readonly objective: VectorObjective<VectorReference> }
  | TextQueryNode
  | { readonly kind: 'orderBy'; readonly order: ValueOrder }
  | { readonly kind: 'fusion'; readonly fusion: Fusion }
  | { readonly kind: 'formula'; readonly expression: FormulaNode }
  | { readonly kind: 'sample' };

/** Where the vectors of a query's points are. */
export interface LookupLocation {
  readonly collection: string;
  /** The vector's name there; that of the query when absent. */
  readonly vectorName: string | undefined;
}

/** One level of a query, checked as far as that is possible without its collection. */
export interface QueryNode {
  readonly prefetches: readonly QueryNode[];
  /** `undefined` lists points by id. */
  readonly query: ParsedQueryKind | undefined;
  readonly vectorName: string;
  readonly filter: ParsedFilter;
  readonly limit: number;
  /** A float32. */
  readonly scoreThreshold: number | undefined;
  readonly lookupFrom: LookupLocation | undefined;
  /** Whether the query says anything of IDF, which takes a vector that has it. */
  readonly hasIdfParams: boolean;
  /** The points that document frequencies of sparse vectors and words count. */
  readonly idfCorpus: ParsedFilter;
}

/** A whole query. */
export interface ParsedQuery extends QueryNode {
  readonly offset: number;
  readonly result: ResultSelection;
}

/** The collections beside the searched one that a query reads. */
export function lookedUpCollections({ lookupFrom, prefetches }: QueryNode): string[] {
  const own = lookupFrom === undefined ? [] : [lookupFrom.collection];
  return [...own, ...prefetches.flatMap(lookedUpCollections)];
}

/** The payload keys that a query orders by, at all levels. */
export function orderedPaths({ query, prefetches }: QueryNode): JsonPath[] {
  const own = query?.kind === 'orderBy' ? [query.order.path] : [];
  return [...own, ...prefetches.flatMap(orderedPaths)];
}

/** The payload keys whose words a query ranks by, at all levels. */
export function rankedPaths({ query, prefetches }: QueryNode): JsonPath[] {
  const own = query?.kind === 'text' ? [query.path] : [];
  return [...own, ...prefetches.flatMap(rankedPaths)];
}

/** Every vector of an objective. */
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
