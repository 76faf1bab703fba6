import type { JsonPath } from '../json/json-path.ts';
import type { PayloadIndexes } from '../payload-indexes/payload-indexes.ts';
import type { ConditionNode, FieldTest } from '../requests/filter/filter-tree.ts';

/**
 * Returns a condition on a key with a `nested` index as a nested condition, which one element of the array must pass alone. Returns
 * other conditions unchanged.
 *
 * An index with `nested: 'offers'` on `offers[].price` treats each offer on its own: `is_empty` on the key finds an offer without
 * a price, and the words of a text must all be in the same offer (OpenAPI description of Qdrant 1.20, `nested`).
 *
 * @param prefix - the path to the elements that the condition applies to; empty outside of a nested filter.
 */
export function byElement(condition: ConditionNode, prefix: JsonPath, indexes: PayloadIndexes): ConditionNode {
  if (condition.kind !== 'field' && condition.kind !== 'isEmpty' && condition.kind !== 'isNull') return condition;
  if (condition.kind === 'field' && ignoresElements(condition.test)) return condition;
  const array = indexes.arrayAt([...prefix, ...condition.path]);
  if (array === undefined || array.length <= prefix.length) return condition;
  const path = array.slice(prefix.length);
  const inner = { ...condition, path: condition.path.slice(path.length) };
  return { kind: 'nested', path, filter: { must: [inner], should: [], mustNot: [] } };
}

/**
 * True for a test of single values, which a point passes when one of its elements does, with or without `nested`. Also true for
 * `values_count`: a server counts without the index, so that a point without elements has 0 values.
 */
function ignoresElements(test: FieldTest): boolean {
  if (test.kind === 'valuesCount') return true;
  return test.kind === 'someValue' && test.tests.every(({ kind }) => ofSingleValues.has(kind));
}

const ofSingleValues: ReadonlySet<string> = new Set(['any', 'except', 'range', 'datetimeRange', 'geo']);
