import type { PointId } from '@x/core';

/** Which points a request is about. All given clauses must hold; an empty filter lets every point through. */
export interface Filter {
  /** All of these hold. */
  readonly must?: Condition | readonly Condition[] | null;
  /** At least one of these holds. */
  readonly should?: Condition | readonly Condition[] | null;
  /** None of these holds. */
  readonly must_not?: Condition | readonly Condition[] | null;
  /** At least `min_count` of these hold. */
  readonly min_should?: { readonly conditions: readonly Condition[]; readonly min_count: number } | null;
}

/** One clause of a {@link Filter}; a filter may stand where a condition does. */
export type Condition = FieldCondition | IsEmptyCondition | IsNullCondition | HasIdCondition | Filter;

/** A claim about the values at `key`; of several kinds in one condition, one has to hold. */
export interface FieldCondition {
  /** A payload path: `city.name`, `items[].sku`, `items[0]`, `"quoted key"`. */
  readonly key: string;
  readonly match?: Match | null;
  readonly range?: Range | DatetimeRange | null;
  readonly is_empty?: boolean | null;
  readonly is_null?: boolean | null;
}

/** Equality, strictly typed: `true` is not 1, and '1' is not 1. Numbers must be integers. */
export type Match =
  | { readonly value: string | number | boolean }
  | { readonly any: readonly string[] | readonly number[] }
  | { readonly except: readonly string[] | readonly number[] };

/** Bounds of a number. */
export interface Range {
  readonly lt?: number | null;
  readonly gt?: number | null;
  readonly gte?: number | null;
  readonly lte?: number | null;
}

/** Bounds of a moment: RFC 3339, or without a zone (then UTC), or a date alone. */
export interface DatetimeRange {
  readonly lt?: string | null;
  readonly gt?: string | null;
  readonly gte?: string | null;
  readonly lte?: string | null;
}

/** The value at the key is missing, null or an empty list. */
export interface IsEmptyCondition {
  readonly is_empty: { readonly key: string };
}

/** The value at the key is null, or a list that has a null in it. */
export interface IsNullCondition {
  readonly is_null: { readonly key: string };
}

/** The point's id is one of these. */
export interface HasIdCondition {
  readonly has_id: readonly PointId[];
}
