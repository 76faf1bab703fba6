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
export type Condition =
  | FieldCondition
  | IsEmptyCondition
  | IsNullCondition
  | HasIdCondition
  | HasVectorCondition
  | SliceCondition
  | NestedCondition
  | Filter;

/**
 * A claim about the values at `key`. Of several kinds in one condition, `values_count`, `is_empty` and `is_null` in this
 * order stand alone; of the others one has to hold.
 */
export interface FieldCondition {
  /** A payload path: `city.name`, `items[].sku`, `items[0]`, `"quoted key"`. */
  readonly key: string;
  readonly match?: Match | null;
  readonly range?: Range | DatetimeRange | null;
  readonly geo_bounding_box?: GeoBoundingBox | null;
  readonly geo_radius?: GeoRadius | null;
  readonly geo_polygon?: GeoPolygon | null;
  readonly values_count?: ValuesCount | null;
  /** The same as {@link IsEmptyCondition}, or its opposite. */
  readonly is_empty?: boolean | null;
  /** The same as {@link IsNullCondition}, or its opposite. */
  readonly is_null?: boolean | null;
}

/**
 * What a value, or an element of a list, has to be. Types are strict: `true` is not 1, and '1' is not 1; numbers must be
 * integers.
 *
 * `text`, `text_any` and `phrase` compare whole words in lower case: all of them, any of them, all in a row. A text index
 * on the key says what its words are.
 */
export type Match =
  | { readonly value: string | number | boolean }
  | { readonly any: readonly string[] | readonly number[] }
  | { readonly except: readonly string[] | readonly number[] }
  | { readonly text: string }
  | { readonly text_any: string }
  | { readonly phrase: string }
  /** The value begins with it. */
  | { readonly prefix: string }
  /** The value has it somewhere, in the same case. A keyword index with `prefix` makes it fast. */
  | { readonly substring: string };

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

/** Bounds of the number of values: a list has its length, null and a missing key have 0, anything else 1. */
export type ValuesCount = Range;

/** A place, in degrees: `lon` from -180 to 180, `lat` from -90 to 90. */
export interface GeoPoint {
  readonly lon: number;
  readonly lat: number;
}

/** The values inside of a box, which lies across the antimeridian when its left edge is east of its right edge. */
export interface GeoBoundingBox {
  readonly top_left: GeoPoint;
  readonly bottom_right: GeoPoint;
}

/** The values nearer to `center` than `radius` meters. */
export interface GeoRadius {
  readonly center: GeoPoint;
  readonly radius: number;
}

/** The values inside of a polygon and outside of its holes; each ring ends where it begins. */
export interface GeoPolygon {
  readonly exterior: { readonly points: readonly GeoPoint[] };
  readonly interiors?: readonly { readonly points: readonly GeoPoint[] }[] | null;
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

/** The point has a vector of this name; the unnamed vector's name is the empty string. */
export interface HasVectorCondition {
  readonly has_vector: string;
}

/** The point's id falls into one of `total` equal parts of all ids, by its hash; `index` counts from 0. */
export interface SliceCondition {
  readonly slice: { readonly total: number; readonly index: number };
}

/** Some object in the list at `key` passes `filter` on its own; keys in it are the object's. */
export interface NestedCondition {
  readonly nested: { readonly key: string; readonly filter: Filter };
}
