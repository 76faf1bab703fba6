import type { Schemas } from '@qdrant/js-client-rest';
import type { PointId } from '@x/core';
import type { ReadParameters, Vector } from './points.ts';

/** What to search for: a vector, something a model turns into one, or the id of a stored point. */
export type VectorInput = Vector | PointId;

/** One pair of examples, what to be near to and what to be far from. */
export interface ContextPair {
  readonly positive: VectorInput;
  readonly negative: VectorInput;
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
  | Schemas['OrderByQuery']
  | Schemas['FusionQuery']
  | Schemas['RrfQuery']
  | Schemas['FormulaQuery']
  | Schemas['SampleQuery'];

/** A sub-query whose result the query above it searches, at any depth. */
export interface Prefetch extends Omit<Schemas['Prefetch'], 'query' | 'prefetch'> {
  readonly query?: Query | null;
  readonly prefetch?: Prefetch | readonly Prefetch[] | null;
}

/** Body of `query` and `queryPoints`. */
export interface QueryRequest extends Omit<Schemas['QueryRequest'], 'query' | 'prefetch'>, ReadParameters {
  readonly query?: Query | null;
  readonly prefetch?: Prefetch | readonly Prefetch[] | null;
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
