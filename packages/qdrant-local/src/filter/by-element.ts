import type { JsonPath } from '../json/json-path.ts';
import type { PayloadIndexes } from '../payload-indexes/payload-indexes.ts';
import type { ConditionNode, FieldTest } from '../requests/filter/filter-tree.ts';

/**
 * A condition on a key whose index is `nested`, as one that some element of its array has to pass alone; other conditions as
 * they are.
 *
 * An index with `nested: 'offers'` on `offers[].price` has each offer for itself: `is_empty` on the key asks for an offer without
 * a price, and the words of a text have to be in one offer together (OpenAPI description of Qdrant 1.20, `nested`).
 *
 * @param prefix - the path to the elements that the condition is about; empty outside of a nested filter.
 */
export function byElement(condition: ConditionNode, prefix: JsonPath, indexes: PayloadIndexes): ConditionNode {
  if (condition.kind !== 'field' && condition.kind !== 'isEmpty' && condition.kind !== 'isNull') return condition;
  if (condition.kind === 'field' && isSameForAllElements(condition.test)) return condition;
  const array = indexes.arrayAt([...prefix, ...condition.path]);
  if (array === undefined || array.length <= prefix.length) return condition;
  const path = array.slice(prefix.length);
  const inner = { ...condition, path: condition.path.slice(path.length) };
  return { kind: 'nested', path, filter: { must: [inner], should: [], mustNot: [] } };
}

/** A test of single values passes for a point when it passes for an element. */
function isSameForAllElements(test: FieldTest): boolean {
  return test.kind === 'someValue' && test.tests.every(({ kind }) => ofSingleValues.has(kind));
}

const ofSingleValues: ReadonlySet<string> = new Set(['any', 'except', 'range', 'datetimeRange', 'geo']);
