import type { Steps } from '../../turns/steps.ts';
import { refuseUnknownKeys } from '../../json/read-fields.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { FieldTest, ValueTest } from './filter-tree.ts';
import { readGeoBox, readGeoPolygon, readGeoRadius } from './read-geo.ts';
import { readMatch } from './read-match.ts';
import { readCountBounds, readRange } from './read-range.ts';

const valueTestReaders: Record<string, (value: unknown, context: RequestContext) => ValueTest | Steps<ValueTest>> = {
  match: readMatch,
  range: readRange,
  geo_bounding_box: (value, context) => ({ kind: 'geo', area: readGeoBox(value, context) }),
  geo_radius: (value, context) => ({ kind: 'geo', area: readGeoRadius(value, context) }),
  *geo_polygon(value, context) {
    return { kind: 'geo', area: yield* readGeoPolygon(value, context) };
  },
};
const kinds = [...Object.keys(valueTestReaders), 'values_count', 'is_empty', 'is_null'];

/**
 * Reads the tests of a condition on a key. If a condition contains several kinds, the first of `values_count`, `is_empty` and
 * `is_null`, in this order, decides alone. Without these three, at least one of the other kinds must hold.
 *
 * Source: qdrant/qdrant lib/segment/src/payload_storage/condition_checker.rs, `FieldCondition`.
 *
 * @throws {VectorStoreError} with status 400, or 422 when the condition contains no test.
 */
export function* readFieldCondition(condition: Record<string, unknown>, context: RequestContext): Steps<FieldTest> {
  const isGiven = (kind: string): boolean => condition[kind] !== undefined && condition[kind] !== null;
  if (!kinds.some(isGiven)) throw invalidValue(context, 'filter', 'At least one field condition must be specified');
  refuseUnknownKeys(condition, ['key', ...kinds], 'a condition on a key', context);
  const tests: ValueTest[] = [];
  for (const [kind, read] of Object.entries(valueTestReaders)) {
    if (!isGiven(kind)) continue;
    const test = read(condition[kind], context);
    tests.push('kind' in test ? test : yield* test);
  }
  const isEmpty = readFlag(condition, 'is_empty', context);
  const isNull = readFlag(condition, 'is_null', context);
  if (isGiven('values_count'))
    return { kind: 'valuesCount', bounds: readCountBounds(condition['values_count'], context) };
  if (isEmpty !== undefined) return { kind: 'isEmpty', expected: isEmpty };
  if (isNull !== undefined) return { kind: 'isNull', expected: isNull };
  return { kind: 'someValue', tests };
}

function readFlag(condition: Record<string, unknown>, kind: string, context: RequestContext): boolean | undefined {
  const flag = condition[kind] ?? undefined;
  if (flag === undefined || typeof flag === 'boolean') return flag;
  throw malformedRequest(context, `${kind} of a condition on a key must be a boolean`);
}
