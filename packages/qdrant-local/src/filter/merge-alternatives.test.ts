import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce } from '../turns/steps.ts';
import { formatJsonPath } from '../json/json-path.ts';
import type { ConditionNode } from '../requests/filter/filter-tree.ts';
import { readFilter } from '../requests/filter/read-filter.ts';
import { PointTable } from '../table/point-table.ts';
import { compileFilter } from './compile-filter.ts';
import { mergeAlternatives } from './merge-alternatives.ts';

const context = { operation: 'scroll', collection: 'c' };

function conditionsOf(...should: readonly object[]): readonly ConditionNode[] {
  return atOnce(readFilter({ should }, context))!.should;
}

const matches = (key: string, ...any: readonly unknown[]): object => ({ key, match: { any } });

test('the wanted values of a key are one condition, in the place of the first', () => {
  const other = { key: 'n', range: { gt: 5 } };
  const given = conditionsOf(
    matches('n', 1, 2),
    other,
    { key: 'k', match: { value: 'a' } },
    { key: 'n', match: { value: 3 } },
  );
  const merged = atOnce(mergeAlternatives(given, () => false));
  expect(merged).toEqual(conditionsOf(matches('n', 1, 2, 3), other, matches('k', 'a')));
});

test('other conditions, and those on keys to keep, stay as they are', () => {
  const given = conditionsOf(
    matches('n', 1),
    matches('n', 2),
    { key: 'k', match: { value: 'a' }, range: { gt: 5 } },
    { key: 'k', match: { except: ['a'] } },
    { has_id: [1] },
  );
  expect(atOnce(mergeAlternatives(given, (path) => formatJsonPath(path) === 'n'))).toEqual(given);
});

test('a point passes merged alternatives when it passes one of them', () => {
  const value = fc.oneof(fc.constantFrom(0, -0, 1, 2, '1', 'a', true, false), fc.integer({ min: -2, max: 2 }));
  const key = fc.constantFrom('a', 'b', 'list[].a', 'list[0].a');
  const condition = fc.oneof(
    fc.record({ key, match: fc.record({ value }) }),
    fc.record({ key, match: fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 3 }).map((any) => ({ any })) }),
    fc.record({ key, range: fc.record({ gte: fc.constantFrom(-1, 0, 1) }) }),
  );
  const field = fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.constant(null));
  const object = fc.record({ a: field, b: field }, { requiredKeys: [] });
  const payloads = fc.record({ a: field, b: field, list: fc.array(object, { maxLength: 2 }) }, { requiredKeys: [] });
  const passes = (filter: object, payload: object): boolean => {
    const table = new PointTable({ vectors: {} });
    table.apply({ kind: 'put', record: { id: 1, version: 0, vectors: new Map(), payload: { ...payload } } });
    return atOnce(compileFilter(table, atOnce(readFilter(filter, context))!))(0);
  };
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 6 }), payloads, (conditions, payload) => {
      const some = conditions.some((one) => passes({ must: [one] }, payload));
      expect(passes({ should: conditions }, payload)).toBe(some);
      expect(passes({ min_should: { conditions, min_count: 1 } }, payload)).toBe(some);
      expect(passes({ must_not: conditions }, payload)).toBe(!some);
    }),
    { numRuns: 2000 },
  );
});
