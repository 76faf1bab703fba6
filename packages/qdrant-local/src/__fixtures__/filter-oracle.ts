import { canonicalUuid, type PointId } from '@x/core';

import { WholeFloat } from '../json/whole-float.ts';
import { containsPosition, type GeoArea } from '../requests/filter/geo-area.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import type { Condition, FieldCondition, Filter, Match, Range } from '../requests/types/filter-types.ts';

/** A test oracle for filters: a plain evaluation of a request, written for readability. It shares no code with the filters it checks. */
export interface OraclePoint {
  readonly id: PointId;
  readonly payload: Record<string, unknown>;
}

/** The types of indexes, by key. */
export type OracleIndexes = Readonly<Record<string, string | undefined>>;

export function oraclePasses(filter: Filter, point: OraclePoint, indexes: OracleIndexes): boolean {
  const holds = (condition: Condition): boolean => conditionHolds(condition, point, indexes, '');
  return treeHolds(filter, holds);
}

function treeHolds(filter: Filter, holds: (condition: Condition) => boolean): boolean {
  const must = list(filter.must);
  const should = list(filter.should);
  const mustNot = list(filter.must_not);
  const atLeast = filter.min_should;
  return (
    must.every(holds) &&
    !mustNot.some(holds) &&
    (should.length === 0 || should.some(holds)) &&
    (!atLeast || atLeast.conditions.filter(holds).length >= atLeast.min_count)
  );
}

function conditionHolds(condition: Condition, point: OraclePoint, indexes: OracleIndexes, prefix: string): boolean {
  if ('key' in condition) return fieldHolds(condition, point.payload, indexes, prefix);
  if ('is_empty' in condition) return lookUp(point.payload, condition.is_empty.key).every(isEmpty);
  if ('is_null' in condition) {
    const { key } = condition.is_null;
    const isIndexed = prefix === '' && indexes[key] !== undefined;
    return lookUp(point.payload, key).some((value) => (isIndexed ? holdsNull(value) : value === null));
  }
  if ('has_id' in condition) return prefix === '' && condition.has_id.includes(point.id);
  if ('nested' in condition) {
    const { key, filter } = condition.nested;
    const path = `${prefix}${key}[].`;
    return lookUp(point.payload, `${key}[]`).some((element) => {
      if (!isObject(element)) return false;
      const inner = { id: point.id, payload: element };
      return treeHolds(filter, (one) => conditionHolds(one, inner, indexes, path));
    });
  }
  return treeHolds(condition as Filter, (one) => conditionHolds(one, point, indexes, prefix));
}

function fieldHolds(
  {
    key,
    match,
    range,
    geo_bounding_box: box,
    geo_radius: circle,
    values_count: count,
    is_empty: wantsEmpty,
    is_null: wantsNull,
  }: FieldCondition,
  payload: Record<string, unknown>,
  indexes: OracleIndexes,
  prefix: string,
): boolean {
  const found = lookUp(payload, key);
  if (count) {
    const counts =
      found.length === 0 ? [0] : found.map((value) => (value === null ? 0 : Array.isArray(value) ? value.length : 1));
    return counts.some((one) => isBetween(one, count));
  }
  if (typeof wantsEmpty === 'boolean' || typeof wantsNull === 'boolean') {
    const [test, wanted] = typeof wantsEmpty === 'boolean' ? [isEmpty, wantsEmpty] : [holdsNull, wantsNull!];
    const isIndexed = prefix === '' && indexes[key] !== undefined;
    // A point without a value gives a definite result. An index treats several values as one.
    if (found.length === 0) return typeof wantsEmpty === 'boolean' ? wantsEmpty : !wanted;
    if (!isIndexed) return found.some((value) => test(value) === wanted);
    return (typeof wantsEmpty === 'boolean' ? found.every(test) : found.some(test)) === wanted;
  }
  const values = found.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  if (match) {
    // In an element, an index of integers changes nothing.
    const index = prefix !== '' && indexes[prefix + key] === 'integer' ? undefined : indexes[prefix + key];
    return matches(match, values, index, prefix !== '');
  }
  if (range) {
    const isOfMoments = Object.values(range).some((bound) => typeof bound === 'string');
    const bounds = Object.fromEntries(
      Object.entries(range).map(([name, bound]) => [name, isOfMoments ? parseDatetime(bound as string) : bound]),
    );
    return values.some((value) => {
      const number = isOfMoments ? (typeof value === 'string' ? parseDatetime(value) : undefined) : plain(value);
      return typeof number === 'number' && isBetween(number, bounds);
    });
  }
  const area: GeoArea = box
    ? { shape: 'box', topLeft: box.top_left, bottomRight: box.bottom_right }
    : { shape: 'circle', ...circle! };
  return values.some((value) => {
    const { lon, lat } = Object.fromEntries(Object.entries(value ?? {}).map(([key, one]) => [key, plain(one)]));
    return typeof lon === 'number' && typeof lat === 'number' && containsPosition(area, { lon, lat });
  });
}

function matches(match: Match, values: unknown[], index: string | undefined, isNested: boolean): boolean {
  const strings = values.filter((value) => typeof value === 'string');
  if ('value' in match) return matches({ any: [match.value] as string[] }, values, index, isNested);
  if ('any' in match) return values.some((value) => listed(match.any, value, index));
  if ('except' in match) return values.some((value) => value !== null && !listed(match.except, value, index));
  if ('substring' in match) return strings.some((value) => value.includes(match.substring));
  if ('prefix' in match) return strings.some((value) => value.startsWith(match.prefix));
  // With a text index, all texts of a point form one document, but a phrase must be in one text.
  const isOneDocument = !isNested && index === 'text' && !('phrase' in match);
  const documents = isOneDocument ? [strings.flatMap(words)] : strings.map(words);
  return documents.some((document) => documentHolds(match, document));
}

function listed(wanted: readonly (string | number)[], value: unknown, index: string | undefined): boolean {
  if (index === 'integer') return wanted.some((one) => plain(value) === one);
  if (index !== 'uuid' || !wanted.every((one) => uuidOf(one) !== undefined)) return wanted.includes(value as string);
  return uuidOf(value) !== undefined && wanted.map(uuidOf).includes(uuidOf(value));
}

function uuidOf(value: unknown): string | undefined {
  return typeof value === 'string' ? canonicalUuid(value) : undefined;
}

function documentHolds(match: Match, document: string[]): boolean {
  if ('text' in match)
    return words(match.text).length > 0 && words(match.text).every((word) => document.includes(word));
  if ('text_any' in match) return words(match.text_any).some((word) => document.includes(word));
  const phrase = words((match as { phrase: string }).phrase).join(' ');
  return phrase !== '' && ` ${document.join(' ')} `.includes(` ${phrase} `);
}

/** Splits an ASCII text into words. */
function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Returns the values at a path of plain keys, with `[]` after each key whose elements are meant. */
function lookUp(payload: unknown, path: string): unknown[] {
  let values = [payload];
  for (const step of path.split('.')) {
    const key = step.replace('[]', '');
    values = values.flatMap((value) => (isObject(value) && key in value ? [value[key]] : []));
    if (step.endsWith('[]')) values = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : []));
  }
  return values;
}

/** Returns the number in a whole float, and any other value unchanged. */
function plain(value: unknown): unknown {
  return value instanceof WholeFloat ? value.value : value;
}

function isBetween(value: number, { gt, gte, lt, lte }: Range | Record<string, unknown>): boolean {
  return (
    (gt === undefined || value > (gt as number)) &&
    (gte === undefined || value >= (gte as number)) &&
    (lt === undefined || value < (lt as number)) &&
    (lte === undefined || value <= (lte as number))
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function holdsNull(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.includes(null));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WholeFloat);
}

function list(conditions: Filter['must']): readonly Condition[] {
  if (conditions === undefined || conditions === null) return [];
  return Array.isArray(conditions) ? (conditions as readonly Condition[]) : [conditions as Condition];
}
