import { isJsonObject } from '../payloads/json-path.ts';
import { refuseUnknownKeys, refuseUnsupportedKeys } from '../requests/read-fields.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../server-errors.ts';
import { compileFieldCondition, compileHasId, compileIsEmpty, compileIsNull } from './conditions.ts';
import type { PointPredicate } from './predicates.ts';

const clauses = ['must', 'should', 'must_not', 'min_should'];
const unsupportedConditions = {
  nested: 'The filter nested',
  has_vector: 'The filter has_vector',
  slice: 'The filter slice',
};
const maxDepth = 64;

/**
 * Checks a filter and turns it into one predicate; `undefined` when it lets every point through.
 *
 * Empty clauses constrain nothing, as on the server (qdrant/qdrant lib/segment/src/index/query_optimization).
 *
 * @throws {VectorStoreError} with status 400 or 422 for what is no filter, 501 for conditions that are not available.
 */
export function compileFilter(filter: unknown, context: RequestContext, depth = 0): PointPredicate | undefined {
  if (filter === undefined || filter === null) return undefined;
  if (!isJsonObject(filter)) throw malformedRequest(context, 'filter must be an object');
  if (depth > maxDepth) throw malformedRequest(context, `filters may be nested at most ${maxDepth} levels deep`);
  refuseUnknownKeys(filter, clauses, 'filter', context);
  const tests: PointPredicate[] = [];
  const must = readConditions(filter['must'], 'must', context, depth);
  const mustNot = readConditions(filter['must_not'], 'must_not', context, depth);
  const should = readConditions(filter['should'], 'should', context, depth);
  const minShould = readMinShould(filter['min_should'], context, depth);
  if (must.length > 0) tests.push((id, payload) => must.every((passes) => passes(id, payload)));
  if (mustNot.length > 0) tests.push((id, payload) => !mustNot.some((passes) => passes(id, payload)));
  if (should.length > 0) tests.push((id, payload) => should.some((passes) => passes(id, payload)));
  if (minShould !== undefined) tests.push(minShould);
  if (tests.length <= 1) return tests[0];
  return (id, payload) => tests.every((passes) => passes(id, payload));
}

function readConditions(value: unknown, clause: string, context: RequestContext, depth: number): PointPredicate[] {
  if (value === undefined || value === null) return [];
  const conditions: readonly unknown[] = Array.isArray(value) ? value : [value];
  return conditions.map((condition) => compileCondition(condition, clause, context, depth));
}

function compileCondition(condition: unknown, clause: string, context: RequestContext, depth: number): PointPredicate {
  if (!isJsonObject(condition)) throw malformedRequest(context, `a condition in ${clause} must be an object`);
  refuseUnsupportedKeys(condition, unsupportedConditions, context);
  if ('key' in condition) return compileFieldCondition(condition, context);
  if ('is_empty' in condition) return compileIsEmpty(condition, context);
  if ('is_null' in condition) return compileIsNull(condition, context);
  if ('has_id' in condition) return compileHasId(condition, context);
  return compileFilter(condition, context, depth + 1) ?? (() => true);
}

function readMinShould(value: unknown, context: RequestContext, depth: number): PointPredicate | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value) || !Array.isArray(value['conditions'])) {
    throw malformedRequest(context, 'min_should must be { conditions: [conditions], min_count: number }');
  }
  refuseUnknownKeys(value, ['conditions', 'min_count'], 'filter.min_should', context);
  const minCount = value['min_count'];
  if (!Number.isSafeInteger(minCount) || (minCount as number) < 0) {
    throw invalidValue(
      context,
      'filter.min_should.min_count',
      `value ${String(minCount)} invalid, must be 0 or larger`,
    );
  }
  const conditions = readConditions(value['conditions'], 'min_should', context, depth);
  if (conditions.length === 0) return undefined;
  return (id, payload) => {
    let count = 0;
    for (const passes of conditions) if (passes(id, payload)) count++;
    return count >= (minCount as number);
  };
}
