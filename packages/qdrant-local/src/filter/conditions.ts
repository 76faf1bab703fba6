import type { Payload } from '../payloads/copy-json.ts';
import { isJsonObject, type JsonPath, parseJsonPath, someValueAt } from '../payloads/json-path.ts';
import { canonicalPointId } from '../points/point-ids.ts';
import { refuseUnknownKeys, refuseUnsupportedKeys } from '../requests/read-fields.ts';
import { malformedRequest, type RequestContext } from '../server-errors.ts';
import type { PointPredicate, ValuePredicate } from './predicates.ts';
import { readMatch } from './read-match.ts';
import { readRange } from './read-range.ts';

const unsupportedFieldConditions = {
  geo_bounding_box: 'The filter geo_bounding_box',
  geo_radius: 'The filter geo_radius',
  geo_polygon: 'The filter geo_polygon',
  values_count: 'The filter values_count',
};

/** Compiles a condition on the values at `key`. */
export function compileFieldCondition(condition: Record<string, unknown>, context: RequestContext): PointPredicate {
  refuseUnsupportedKeys(condition, unsupportedFieldConditions, context);
  refuseUnknownKeys(condition, ['key', 'match', 'range', 'is_empty', 'is_null'], 'filter', context);
  const path = parseJsonPath(condition['key'], context);
  const alternatives: PointPredicate[] = [];
  const { match, range, is_empty: isEmpty, is_null: isNull } = condition;
  if (match !== undefined && match !== null) alternatives.push(compileValueTest(path, readMatch(match, context)));
  if (range !== undefined && range !== null) alternatives.push(compileValueTest(path, readRange(range, context)));
  if (typeof isEmpty === 'boolean') alternatives.push((_, payload) => isEmptyAt(payload, path) === isEmpty);
  if (typeof isNull === 'boolean') alternatives.push((_, payload) => someValueAt(payload, path, hasNull) === isNull);
  const [only, ...others] = alternatives;
  if (only === undefined) throw malformedRequest(context, `the condition on '${String(condition['key'])}' is empty`);
  return others.length === 0 ? only : (id, payload) => alternatives.some((passes) => passes(id, payload));
}

/** Compiles `{ is_empty: { key } }`. */
export function compileIsEmpty(condition: Record<string, unknown>, context: RequestContext): PointPredicate {
  const path = readKeyOf(condition, 'is_empty', context);
  return (_, payload) => isEmptyAt(payload, path);
}

/** Compiles `{ is_null: { key } }`. */
export function compileIsNull(condition: Record<string, unknown>, context: RequestContext): PointPredicate {
  const path = readKeyOf(condition, 'is_null', context);
  return (_, payload) => someValueAt(payload, path, hasNull);
}

/** Compiles `{ has_id: [ids] }`. */
export function compileHasId(condition: Record<string, unknown>, context: RequestContext): PointPredicate {
  refuseUnknownKeys(condition, ['has_id'], 'filter', context);
  const list = condition['has_id'];
  if (!Array.isArray(list)) throw malformedRequest(context, 'has_id must be a list of point IDs');
  const ids = new Set(list.map((id, index) => canonicalPointId(id, `filter.has_id[${index}]`, context)));
  return (id) => ids.has(id);
}

/** A list passes when one of its elements does. */
function compileValueTest(path: JsonPath, passes: ValuePredicate): PointPredicate {
  const passesOrHoldsOne: ValuePredicate = (value) => (Array.isArray(value) ? value.some(passes) : passes(value));
  return (_, payload) => someValueAt(payload, path, passesOrHoldsOne);
}

function readKeyOf(condition: Record<string, unknown>, kind: string, context: RequestContext): JsonPath {
  refuseUnknownKeys(condition, [kind], 'filter', context);
  const target = condition[kind];
  if (!isJsonObject(target)) throw malformedRequest(context, `${kind} must be { key: string }`);
  refuseUnknownKeys(target, ['key'], `filter.${kind}`, context);
  return parseJsonPath(target['key'], context);
}

function isEmptyAt(payload: Payload, path: JsonPath): boolean {
  return !someValueAt(payload, path, (value) => value !== null && !(Array.isArray(value) && value.length === 0));
}

function hasNull(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.includes(null));
}
