import { mapLongInSteps, type Steps } from '../../turns/steps.ts';
import { isJsonObject } from '../../json/json-path.ts';
import { plainCopy, type PlainCopyOptions } from '../../json/plain-copy.ts';
import { readWholeNumber, refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { ConditionNode, FilterTree } from './filter-tree.ts';
import { readCondition } from './read-condition.ts';

/** The fields of a filter. */
export const clauses: readonly string[] = ['must', 'should', 'must_not', 'min_should'];
const maxDepth = 64;

/**
 * Checks a filter. Returns `undefined` when there is no filter, or when it lets every point pass.
 *
 * @throws {VectorStoreError} with status 400 or 422 when the value is not a valid filter.
 */
export function readFilter(filter: unknown, context: RequestContext): Steps<FilterTree | undefined> {
  return readPlainFilter(filter, { path: 'filter', isSelection: false }, context);
}

/**
 * Checks a filter that selects the points of a write. A filter without conditions selects every point only when it is written
 * explicitly, as `{}` or with empty lists. A filter whose conditions are undefined is refused.
 *
 * @throws {VectorStoreError} with status 400 or 422 when the value is not a valid filter.
 */
export function readSelectingFilter(
  filter: unknown,
  path: string,
  context: RequestContext,
): Steps<FilterTree | undefined> {
  return readPlainFilter(filter, { path, isSelection: true }, context);
}

function* readPlainFilter(
  filter: unknown,
  options: PlainCopyOptions,
  context: RequestContext,
): Steps<FilterTree | undefined> {
  if (filter === undefined || filter === null) return undefined;
  const tree = yield* readFilterAt(yield* plainCopy(filter, options, context), context, 0);
  const { must, should, mustNot, minShould } = tree;
  return must.length + should.length + mustNot.length === 0 && minShould === undefined ? undefined : tree;
}

function* readFilterAt(filter: unknown, context: RequestContext, depth: number): Steps<FilterTree> {
  if (!isJsonObject(filter)) throw malformedRequest(context, 'filter must be an object');
  if (depth > maxDepth) throw malformedRequest(context, `filters may be nested at most ${maxDepth} levels deep`);
  refuseUnknownKeys(filter, clauses, 'filter', context);
  const read = (condition: unknown): Steps<ConditionNode> =>
    readCondition(condition, context, (value) => readFilterAt(value, context, depth + 1));
  const minShould = yield* readMinShould(filter['min_should'], context, read);
  return {
    must: yield* readConditions(filter['must'], read),
    should: yield* readConditions(filter['should'], read),
    mustNot: yield* readConditions(filter['must_not'], read),
    ...(minShould === undefined ? {} : { minShould }),
  };
}

function* readConditions(value: unknown, read: (condition: unknown) => Steps<ConditionNode>): Steps<ConditionNode[]> {
  if (value === undefined || value === null) return [];
  const conditions: readonly unknown[] = Array.isArray(value) ? value : [value];
  return yield* mapLongInSteps(conditions, read);
}

function* readMinShould(
  value: unknown,
  context: RequestContext,
  read: (condition: unknown) => Steps<ConditionNode>,
): Steps<FilterTree['minShould']> {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value) || !Array.isArray(value['conditions'])) {
    throw malformedRequest(context, 'min_should must be { conditions: [conditions], min_count: number }');
  }
  refuseUnknownKeys(value, ['conditions', 'min_count'], 'filter.min_should', context);
  if ((value['min_count'] ?? null) === null) throw malformedRequest(context, 'missing field `min_count` in min_should');
  const minCount = readWholeNumber(value, 'min_count', { min: 1, absent: 1 }, context);
  return { conditions: yield* readConditions(value['conditions'], read), minCount };
}
