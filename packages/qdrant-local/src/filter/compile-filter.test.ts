import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Payload } from '../payloads/copy-json.ts';
import { compileFilter } from './compile-filter.ts';

const context = { operation: 'scroll', collection: 'c' };
const passes = (filter: unknown, payload: Payload, id: number | string = 1): boolean =>
  compileFilter(filter, context)?.(id, payload) ?? true;

describe('conditions are strictly typed', () => {
  test.each([
    [{ match: { value: true } }, 1, false],
    [{ match: { value: 1 } }, true, false],
    [{ match: { value: 1 } }, '1', false],
    [{ match: { value: 1 } }, 1, true],
    [{ match: { value: 'a' } }, ['b', 'a'], true],
    [{ match: { any: [1, 2] } }, 2, true],
    [{ match: { any: ['1'] } }, 1, false],
    [{ match: { any: [] } }, 1, false],
    [{ match: { except: ['a'] } }, 'b', true],
    [{ match: { except: ['a'] } }, 'a', false],
    [{ match: { except: ['a'] } }, ['a', 'b'], true],
    [{ match: { except: ['a'] } }, null, false],
    [{ match: { except: ['a'] } }, undefined, false],
    [{ range: { gte: 1 } }, true, false],
    [{ range: { gte: 1, lt: 2 } }, 1, true],
    [{ range: { gt: 1, lte: 2 } }, 1, false],
    [{ range: { gte: 1 } }, '5', false],
    [{ range: { gte: 5 } }, [1, 7], true],
    [{ range: { gt: '2024-01-01' } }, '2024-01-01T00:00:01Z', true],
    [{ range: { gt: '2024-01-01' } }, 99, false],
    [{ is_empty: true }, [], true],
    [{ is_empty: false }, [], false],
    [{ is_null: true }, [1, null], true],
    [{ is_null: true }, undefined, false],
    [{ match: { value: 1 }, range: { gt: 10 } }, 11, true],
  ])('%j on %j is %s', (condition, value, expected) => {
    expect(passes({ must: [{ key: 'k', ...condition }] }, value === undefined ? {} : { k: value })).toBe(expected);
  });
});

test.each([
  [{ is_empty: { key: 'k' } }, {}, true],
  [{ is_empty: { key: 'k' } }, { k: null }, true],
  [{ is_empty: { key: 'k' } }, { k: [] }, true],
  [{ is_empty: { key: 'k' } }, { k: [null] }, false],
  [{ is_null: { key: 'k' } }, { k: null }, true],
  [{ is_null: { key: 'k' } }, {}, false],
  [{ has_id: [3, 1] }, {}, true],
  [{ has_id: [3] }, {}, false],
])('%j on %j is %s', (condition, payload, expected) => {
  expect(passes({ must: condition }, payload)).toBe(expected);
});

test.each([null, undefined, {}, { must: [] }, { should: [] }, { min_should: { conditions: [], min_count: 2 } }])(
  '%j lets every point through',
  (filter) => {
    expect(passes(filter, {})).toBe(true);
  },
);

test.each([
  [400, { musts: [] }],
  [400, { must: [7] }],
  [400, { must: [{ key: 'a' }] }],
  [400, { must: [{ key: 'a', matches: { value: 1 } }] }],
  [400, { must: [{ key: 'a', match: { value: 1.5 } }] }],
  [400, { must: [{ key: 'a', match: { any: ['a', 1] } }] }],
  [400, { must: [{ key: 'a', range: { gte: '2024-02-30' } }] }],
  [400, { must: [{ key: 'a', range: { above: 1 } }] }],
  [422, { must: [{ has_id: [-1] }] }],
  [422, { min_should: { conditions: [], min_count: -1 } }],
  [501, { must: [{ key: 'a', match: { text: 'b' } }] }],
  [501, { must: [{ key: 'a', geo_radius: { center: { lat: 0, lon: 0 }, radius: 1 } }] }],
  [501, { must: [{ nested: { key: 'a', filter: {} } }] }],
])('refuses with status %d: %j', (status, filter) => {
  expect(() => compileFilter(filter, context)).toThrow(expect.objectContaining({ status, collection: 'c' }));
});

type Tree =
  | { key: 'n'; match: { value: number } }
  | { key: 'n'; range: { gte: number; lt: number } }
  | { must: Tree[]; should: Tree[]; must_not: Tree[]; min_should: { conditions: Tree[]; min_count: number } };

const { tree } = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('node')),
  leaf: fc.oneof(
    fc.record({ key: fc.constant('n' as const), match: fc.record({ value: fc.integer({ min: 0, max: 4 }) }) }),
    fc.record({
      key: fc.constant('n' as const),
      range: fc.record({ gte: fc.integer({ min: 0, max: 4 }), lt: fc.integer({ min: 0, max: 5 }) }),
    }),
  ),
  node: fc.record({
    must: fc.array(tie('tree'), { maxLength: 2 }),
    should: fc.array(tie('tree'), { maxLength: 2 }),
    must_not: fc.array(tie('tree'), { maxLength: 2 }),
    min_should: fc.record({
      conditions: fc.array(tie('tree'), { maxLength: 3 }),
      min_count: fc.integer({ min: 0, max: 3 }),
    }),
  }),
}));

function holds(filter: Tree, n: number): boolean {
  if ('match' in filter) return n === filter.match.value;
  if ('range' in filter) return n >= filter.range.gte && n < filter.range.lt;
  const { must, should, must_not: mustNot, min_should: minShould } = filter;
  const held = minShould.conditions.filter((condition) => holds(condition, n)).length;
  return (
    must.every((condition) => holds(condition, n)) &&
    (should.length === 0 || should.some((condition) => holds(condition, n))) &&
    mustNot.every((condition) => !holds(condition, n)) &&
    (minShould.conditions.length === 0 || held >= minShould.min_count)
  );
}

test('agrees with a plain evaluation of any filter tree', () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 0, max: 4 }), (filter, n) => {
      expect(passes({ must: filter }, { n })).toBe(holds(filter, n));
    }),
    { numRuns: 500 },
  );
});
