import type { Steps } from '../turns/steps.ts';
import { formatJsonPath, type JsonPath } from '../json/json-path.ts';
import type { ConditionNode } from '../requests/filter/filter-tree.ts';

const itemsPerStep = 256;

/**
 * Returns alternatives of which one passes exactly when one of the given ones does. All values that are wanted at one key become one set, because
 * looking a value up takes as long in a set of 1,000 as in a set of one.
 *
 * @param isKept whether the conditions on a key stay as they are, because its index compares several values otherwise than each alone
 * @example
 * // `match: { value: 1 }` and `match: { value: 2 }` on the key `n` become `match: { any: [1, 2] }`.
 */
export function* mergeAlternatives(
  conditions: readonly ConditionNode[],
  isKept: (path: JsonPath) => boolean,
): Steps<readonly ConditionNode[]> {
  if (conditions.length < 2) return conditions;
  const merged: ConditionNode[] = [];
  const wantedAt = new Map<string, Set<unknown>>();
  let count = 0;
  for (const condition of conditions) {
    if (++count % itemsPerStep === 0) yield;
    const values = wantedValues(condition);
    if (condition.kind !== 'field' || values === undefined || isKept(condition.path)) {
      merged.push(condition);
      continue;
    }
    const key = formatJsonPath(condition.path);
    const wanted = wantedAt.get(key) ?? new Set();
    if (!wantedAt.has(key)) {
      wantedAt.set(key, wanted);
      merged.push({ ...condition, test: { kind: 'someValue', tests: [{ kind: 'any', values: wanted }] } });
    }
    for (const value of values) {
      if (++count % itemsPerStep === 0) yield;
      wanted.add(value);
    }
  }
  return merged;
}

/** Returns the values of which a condition wants one; `undefined` for other conditions. */
function wantedValues(condition: ConditionNode): ReadonlySet<unknown> | undefined {
  if (condition.kind !== 'field' || condition.test.kind !== 'someValue') return undefined;
  const [test, ...others] = condition.test.tests;
  return test?.kind === 'any' && others.length === 0 ? test.values : undefined;
}
