import type { PointId } from '@x/core';

/** Selects the points of a request. All given clauses must hold; an empty filter lets every point pass. */
export interface Filter {
  /** All of these conditions must hold. */
  readonly must?: Condition | readonly Condition[] | null;
  /** At least one of these conditions must hold. */
  readonly should?: Condition | readonly Condition[] | null;
  /** None of these conditions may hold. */
  readonly must_not?: Condition | readonly Condition[] | null;
  /** At least `min_count` of these conditions must hold. */
  readonly min_should?: { readonly conditions: readonly Condition[]; readonly min_count: number } | null;
}

/** One condition of a {@link Filter}. A filter may take the place of a condition. */
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
 * A condition on the values at `key`. If it contains several kinds, the first of `values_count`, `is_empty` and `is_null`, in this
 * order, decides alone. Without these three, at least one of the other kinds must hold.
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
  /** With `true`, the same as {@link IsEmptyCondition}; with `false`, its opposite. */
  readonly is_empty?: boolean | null;
  /** With `true`, the same as {@link IsNullCondition}; with `false`, its opposite. */
  readonly is_null?: boolean | null;
}

/**
 * The value that a payload value, or an element of a list, must match. Types are strict: `true` is not 1, and '1' is not 1; numbers must be
 * integers.
 *
 * `text`, `text_any` and `phrase` compare whole words in lower case: all of them, any of them, or all as a phrase. A text index
 * on the key determines its words.
 */
export type Match =
  | { readonly value: string | number | boolean }
  | { readonly any: readonly string[] | readonly number[] }
  | { readonly except: readonly string[] | readonly number[] }
  | { readonly text: string }
  | { readonly text_any: string }
  | { readonly phrase: string }
  /** The value starts with this text. */
  | { readonly prefix: string }
  /** The value contains this text, in the same case. A keyword index with `prefix` speeds this up. */
  | { readonly substring: string };

/** Bounds for a number. */
export interface Range {
  readonly lt?: number | null;
  readonly gt?: number | null;
  readonly gte?: number | null;
  readonly lte?: number | null;
}

/** Bounds for a moment, in RFC 3339. The zone may be missing (then UTC), and so may the time. */
export interface DatetimeRange {
  readonly lt?: string | null;
  readonly gt?: string | null;
  readonly gte?: string | null;
  readonly lte?: string | null;
}

/** Bounds for the number of values. A list has its length, null and a missing key have 0, and any other value has 1. */
export type ValuesCount = Range;

/** A geo point, in degrees: `lon` from -180 to 180, `lat` from -90 to 90. */
export interface GeoPoint {
  readonly lon: number;
  readonly lat: number;
}

/** The values inside of a box. The box crosses the antimeridian when its left edge is east of its right edge. */
export interface GeoBoundingBox {
  readonly top_left: GeoPoint;
  readonly bottom_right: GeoPoint;
}

/** The values that are less than `radius` meters away from `center`. */
export interface GeoRadius {
  readonly center: GeoPoint;
  readonly radius: number;
}

/** The values inside of a polygon and outside of its holes. The last point of each ring must equal the first. */
export interface GeoPolygon {
  readonly exterior: { readonly points: readonly GeoPoint[] };
  readonly interiors?: readonly { readonly points: readonly GeoPoint[] }[] | null;
}

/** The value at the key is missing, null or an empty list. */
export interface IsEmptyCondition {
  readonly is_empty: { readonly key: string };
}

/** The value at the key is null, or a list that contains null. */
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

/** The point's id is in one of `total` equal parts of all ids, divided by their hash; `index` counts from 0. */
export interface SliceCondition {
  readonly slice: { readonly total: number; readonly index: number };
}

/** At least one object in the list at `key` passes `filter` on its own. The keys in `filter` are relative to the object. */
export interface NestedCondition {
  readonly nested: { readonly key: string; readonly filter: Filter };
}
