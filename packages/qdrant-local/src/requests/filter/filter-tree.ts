import type { PointId } from '@x/core';

import type { JsonPath } from '../../json/json-path.ts';
import type { GeoArea } from './geo-area.ts';

/**
 * A checked filter, as plain data without a collection. Everything given must hold; empty lists constrain nothing, as on
 * the server (qdrant/qdrant lib/segment/src/index/query_optimization/optimizer.rs).
 */
export interface FilterTree {
  readonly must: readonly ConditionNode[];
  readonly should: readonly ConditionNode[];
  readonly mustNot: readonly ConditionNode[];
  readonly minShould?: { readonly conditions: readonly ConditionNode[]; readonly minCount: number };
}

/** A filter that was checked, before it meets a collection; `undefined` lets every point through. */
export type ParsedFilter = FilterTree | undefined;

/** One condition of a {@link FilterTree}. */
export type ConditionNode =
  | { readonly kind: 'field'; readonly path: JsonPath; readonly test: FieldTest }
  | { readonly kind: 'isEmpty' | 'isNull'; readonly path: JsonPath }
  | { readonly kind: 'hasId'; readonly ids: ReadonlySet<PointId> }
  | { readonly kind: 'hasVector'; readonly name: string }
  | { readonly kind: 'slice'; readonly total: number; readonly index: number }
  /** Some object among the elements at `path`, which ends in `[]`, passes `filter` on its own. */
  | { readonly kind: 'nested'; readonly path: JsonPath; readonly filter: FilterTree }
  | { readonly kind: 'filter'; readonly filter: FilterTree };

/** What a field condition asks of the values at its path. */
export type FieldTest =
  | { readonly kind: 'valuesCount'; readonly bounds: Bounds }
  | { readonly kind: 'isEmpty' | 'isNull'; readonly expected: boolean }
  /** Some value, or element of a list, passes one of the tests. */
  | { readonly kind: 'someValue'; readonly tests: readonly ValueTest[] };

/** What is asked of one value of a payload. */
export type ValueTest =
  | { readonly kind: 'any' | 'except'; readonly values: ReadonlySet<unknown> }
  | { readonly kind: 'text' | 'textAny' | 'phrase'; readonly text: string }
  | { readonly kind: 'prefix' | 'substring'; readonly text: string }
  /** Of numbers, or of moments in microseconds since 1970. */
  | { readonly kind: 'range' | 'datetimeRange'; readonly bounds: Bounds }
  | { readonly kind: 'geo'; readonly area: GeoArea };

/** Bounds that all hold; infinite where there is none. */
export interface Bounds {
  readonly gt: number;
  readonly gte: number;
  readonly lt: number;
  readonly lte: number;
}

/** True when `value` is within the bounds. */
export function isWithin(value: number, { gt, gte, lt, lte }: Bounds): boolean {
  return value > gt && value >= gte && value < lt && value <= lte;
}
