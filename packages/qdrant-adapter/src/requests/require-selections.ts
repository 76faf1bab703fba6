import { InvalidArgumentError } from '@x/core';
import type { BodyKind } from '@x/qdrant-local/wire';
import type { PlainCopy } from './plain-copy.ts';

type Fields = Readonly<Record<string, unknown>>;

const selectionKeys = ['points', 'filter', 'ids', 'batch'];
const clauses = ['must', 'should', 'must_not', 'min_should'];
const fieldTests = [
  'match',
  'range',
  'geo_bounding_box',
  'geo_radius',
  'geo_polygon',
  'values_count',
  'is_empty',
  'is_null',
];
const otherConditions = ['is_empty', 'is_null', 'has_id', 'has_vector', 'slice', 'nested'];

/**
 * Checks that the filters of a write have conditions, because a filter without any would select every point.
 *
 * A filter that is written as `{}` or `{ must: [] }` is intended to select all points and is accepted. A filter with an undefined part is refused,
 * because it would select more points than intended. An empty or unknown condition is refused too.
 *
 * @param plain - the copier that created `body` and knows which fields it omitted.
 * @throws {InvalidArgumentError} naming the path of the first filter or condition that is refused.
 */
export function requireSelections(body: Fields, kind: BodyKind, plain: PlainCopy): void {
  if (kind === 'idsBody' || kind === 'upsertBody') requireSelection(body, '', plain);
  if (kind === 'clusterBody' && isObject(body['replicate_points'])) {
    requireFilters(body['replicate_points'], 'replicate_points.', plain);
  }
  if (kind !== 'updatesBody' || !Array.isArray(body['operations'])) return;
  for (const [index, operation] of body['operations'].entries()) {
    if (!isObject(operation)) continue;
    for (const [name, step] of Object.entries(operation)) {
      if (isObject(step)) requireSelection(step, `operations[${index}].${name}.`, plain);
    }
  }
}

function requireSelection(body: Fields, path: string, plain: PlainCopy): void {
  if (plain.leftOut(body) !== undefined && !selectionKeys.some((key) => Object.hasOwn(body, key))) {
    throw nothing(`${path}points`, undefined, 'a list of points', 'Set it, or use a filter instead.');
  }
  requireFilters(body, path, plain);
}

function requireFilters(body: Fields, path: string, plain: PlainCopy): void {
  for (const key of ['filter', 'update_filter']) {
    if (isObject(body[key])) requireFilter(body[key], `${path}${key}`, plain);
  }
}

function requireFilter(filter: Fields, place: string, plain: PlainCopy): void {
  requireWhole(filter, place, plain);
  requireKnown(filter, clauses, place);
  for (const key of ['must', 'should', 'must_not']) requireConditions(filter[key], `${place}.${key}`, plain);
  const minShould = filter['min_should'];
  if (isObject(minShould)) requireConditions(minShould['conditions'], `${place}.min_should.conditions`, plain);
}

/** Checks one condition or a list of them. Every backend refuses other values. */
function requireConditions(conditions: unknown, place: string, plain: PlainCopy): void {
  if (!Array.isArray(conditions)) {
    if (isObject(conditions)) requireCondition(conditions, place, plain);
    return;
  }
  for (const [index, condition] of conditions.entries()) {
    if (isObject(condition)) requireCondition(condition, `${place}[${index}]`, plain);
  }
}

function requireCondition(condition: Fields, place: string, plain: PlainCopy): void {
  for (const [key, value] of Object.entries({ '': condition, ...condition })) {
    if (!isObject(value)) continue;
    const valuePlace = key === '' ? place : `${place}.${key}`;
    requireWhole(value, valuePlace, plain);
    if (Object.keys(value).length === 0) throw nothing(valuePlace, value, 'a condition with at least one field');
  }
  if (Object.hasOwn(condition, 'key')) return requireKnown(condition, ['key', ...fieldTests], place);
  const kind = otherConditions.find((name) => Object.hasOwn(condition, name));
  if (kind === undefined) return requireFilter(condition, place, plain);
  requireKnown(condition, [kind], place);
  const subject = condition[kind];
  if (kind === 'nested' && isObject(subject) && isObject(subject['filter'])) {
    requireFilter(subject['filter'], `${place}.nested.filter`, plain);
  }
}

function requireWhole(part: Fields, place: string, plain: PlainCopy): void {
  const missing = plain.leftOut(part);
  if (missing === undefined) return;
  const parameter = `${place}.${missing}`;
  throw new InvalidArgumentError({
    parameter,
    value: undefined,
    expected: 'defined or removed',
    problem: () => `${parameter} would not be sent, because it is undefined or not an enumerable field.`,
    advice: 'Without it, the write would select more points. Define it, or remove it if that is intended.',
  });
}

function requireKnown(fields: Fields, known: readonly string[], place: string): void {
  const foreign = Object.keys(fields).find((key) => !known.includes(key));
  if (foreign === undefined) return;
  throw nothing(
    `${place}.${foreign}`,
    fields[foreign],
    'absent',
    `Only these fields are allowed: ${known.join(', ')}.`,
  );
}

function nothing(parameter: string, value: unknown, expected: string, advice?: string): InvalidArgumentError {
  return new InvalidArgumentError({ parameter, value, expected, ...(advice !== undefined && { advice }) });
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
