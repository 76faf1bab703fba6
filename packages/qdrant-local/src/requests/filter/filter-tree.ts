import type { PointId } from '@x/core';

import type { JsonPath } from '../../json/json-path.ts';
import type { GeoArea } from './geo-area.ts';

/**
 * A checked filter, as plain data that is independent of a collection. All given clauses must hold. As on the server, empty lists do not
 * restrict anything (qdrant/qdrant lib/segment/src/index/query_optimization/optimizer.rs).
 */
export interface FilterTree {
  readonly must: readonly ConditionNode[];
  readonly should: readonly ConditionNode[];
  readonly mustNot: readonly ConditionNode[];
  readonly minShould?: { readonly conditions: readonly ConditionNode[]; readonly minCount: number };
}

/** A checked filter, before it is applied to a collection; `undefined` lets every point pass. */
export type ParsedFilter = FilterTree | undefined;

/** One condition of a {@link FilterTree}. */
export type ConditionNode =
  | { readonly kind: 'field'; readonly path: JsonPath; readonly test: FieldTest }
  | { readonly kind: 'isEmpty' | 'isNull'; readonly path: JsonPath }
  | { readonly kind: 'hasId'; readonly ids: ReadonlySet<PointId> }
  | { readonly kind: 'hasVector'; readonly name: string }
  | { readonly kind: 'slice'; readonly total: number; readonly index: number }
  /** At least one object in the elements at `path`, which ends in `[]`, passes `filter` on its own. */
  | { readonly kind: 'nested'; readonly path: JsonPath; readonly filter: FilterTree }
  | { readonly kind: 'filter'; readonly filter: FilterTree };

/** The test that a field condition applies to the values at its path. */
export type FieldTest =
  | { readonly kind: 'valuesCount'; readonly bounds: Bounds }
  | { readonly kind: 'isEmpty' | 'isNull'; readonly expected: boolean }
  /** At least one value, or element of a list, passes one of the tests. */
  | { readonly kind: 'someValue'; readonly tests: readonly ValueTest[] };

/** A test of one payload value. */
export type ValueTest =
  | { readonly kind: 'any' | 'except'; readonly values: ReadonlySet<unknown> }
  | { readonly kind: 'text' | 'textAny' | 'phrase'; readonly text: string }
  | { readonly kind: 'prefix' | 'substring'; readonly text: string }
  /** A range of numbers, or of moments in microseconds since 1970. */
  | { readonly kind: 'range' | 'datetimeRange'; readonly bounds: Bounds }
  | { readonly kind: 'geo'; readonly area: GeoArea };

/** Bounds that must all hold. A missing bound is infinite. */
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
