import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Payload } from '../json/copy-json.ts';
import { atOnce } from '../turns/steps.ts';
import { readFilter } from '../requests/filter/read-filter.ts';
import { denseValue } from '../requests/vectors/vector-value.ts';
import { PointTable } from '../table/point-table.ts';
import { compileFilter } from './compile-filter.ts';

const context = { operation: 'scroll', collection: 'c' };

/** Whether a point passes with this id and payload, the vector `a`, and no vector `b`. */
function passes(filter: unknown, payload: Payload, id: number | string = 1): boolean {
  const vectors = { a: { size: 1, distance: 'Dot' }, b: { size: 1, distance: 'Dot' } } as const;
  const table = new PointTable({ vectors });
  table.apply({
    kind: 'put',
    record: { id, version: 0, vectors: new Map([['a', denseValue(Float32Array.of(1))]]), payload },
  });
  const tree = atOnce(readFilter(filter, context));
  return tree === undefined || atOnce(compileFilter(table, tree))(0);
}

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
    [{ match: { value: 1 }, is_empty: true }, 1, false],
    [{ is_empty: true, values_count: { gte: 1 } }, 1, true],
    // From the server's own test (lib/segment/tests/integration/unindexed_text_match_test.rs).
    [{ match: { text: 'good' } }, 'goodness only', false],
    [{ match: { text: 'good' } }, 'good cheap stuff', true],
    [{ match: { text: 'good cheap' } }, 'cheap hardware good', true],
    [{ match: { text: 'good cheap' } }, 'cheap hardware', false],
    [{ match: { text: 'good cheap' } }, ['cheap', 'good'], false],
    [{ match: { text: 'FLY' } }, 'come fly, with me', true],
    [{ match: { text: '' } }, 'anything', false],
    [{ match: { text: '7' } }, 7, false],
    [{ match: { phrase: 'alpha beta' } }, 'foo alpha beta bar', true],
    [{ match: { phrase: 'alpha beta' } }, 'Alpha, BETA', true],
    [{ match: { phrase: 'alpha beta' } }, 'beta alpha', false],
    [{ match: { phrase: 'alpha beta' } }, 'alphabeta', false],
    [{ match: { phrase: 'good' } }, 'goodness only good', true],
    [{ match: { phrase: '-' } }, 'a - b', false],
    [{ match: { text_any: 'good' } }, 'goodness only', false],
    [{ match: { text_any: 'good cheap' } }, 'cheap hardware', true],
    [{ match: { text_any: 'good cheap' } }, 'neutral text', false],
    [{ match: { text_any: 'hello' } }, 'Hello, world!', true],
    [{ match: { text_any: ' ' } }, 'an oak table', false],
    [{ match: { prefix: 'an o' } }, ['x', 'an oak'], true],
    [{ match: { prefix: 'oak' } }, 'an oak', false],
    [{ match: { prefix: '' } }, 'x', true],
    [{ match: { prefix: '' } }, 5, false],
    [{ match: { substring: 'n oa' } }, ['x', 'an oak'], true],
    [{ match: { substring: 'OAK' } }, 'an oak', false],
    [{ match: { substring: '' } }, 'x', true],
    [{ match: { substring: '5' } }, 5, false],
    [{ values_count: { gte: 2 } }, [1, 2], true],
    [{ values_count: { lt: 1 } }, null, true],
    [{ values_count: { lt: 1 } }, undefined, true],
    [{ values_count: { gt: 0 } }, undefined, false],
    [{ values_count: { gt: 0 } }, { a: 1 }, true],
    [{ is_empty: true }, undefined, true],
    [{ is_empty: false }, undefined, false],
    [{ is_null: false }, undefined, true],
    [{ is_null: false }, [1, null], false],
  ])('the condition %j on the value %j is %s', (condition, value, expected) => {
    expect(passes({ must: [{ key: 'k', ...condition }] }, value === undefined ? {} : { k: value })).toBe(expected);
  });
});

test.each([
  [{ is_empty: { key: 'k' } }, {}, true],
  [{ is_empty: { key: 'k' } }, { k: null }, true],
  [{ is_empty: { key: 'k' } }, { k: [] }, true],
  [{ is_empty: { key: 'k' } }, { k: [null] }, false],
  [{ is_null: { key: 'k' } }, { k: null }, true],
  [{ is_null: { key: 'k' } }, { k: [1, null] }, false],
  [{ is_null: { key: 'k[].a' } }, { k: [{ a: 1 }, { a: null }] }, true],
  [{ is_empty: { key: 'k[].a' } }, { k: [{ a: [] }, { b: 1 }] }, true],
  [{ has_vector: 'a' }, {}, true],
  [{ has_vector: 'b' }, {}, false],
  [{ has_vector: 'none' }, {}, false],
  [{ slice: { total: 1, index: 0 } }, {}, true],
  [{ is_null: { key: 'k' } }, {}, false],
  [{ has_id: [3, 1] }, {}, true],
  [{ has_id: [3] }, {}, false],
])('the condition %j on the payload %j is %s', (condition, payload, expected) => {
  expect(passes({ must: condition }, payload)).toBe(expected);
});

test.each([null, undefined, {}, { must: [] }, { should: [] }])('the filter %j lets every point pass', (filter) => {
  expect(passes(filter, {})).toBe(true);
});

test.each([
  [400, { musts: [] }],
  [400, { must: [7] }],
  [422, { must: [{ key: 'a', matches: { value: 1 } }] }],
  [400, { must: [{ key: 'a', match: { value: 1 }, matches: {} }] }],
  [400, { must: [{ unknown: {} }] }],
  [400, { must: [null] }],
  [400, { must: [{ key: 'a', match: { value: 1.5 } }] }],
  [400, { must: [{ key: 'a', match: { any: ['a', 1] } }] }],
  [400, { must: [{ key: 'a', match: { value: 2 ** 53 } }] }],
  [400, { must: [{ key: 'a', match: { any: [1, -(2 ** 53)] } }] }],
  [400, { must: [{ key: 'a', match: { except: [2 ** 62] } }] }],
  [400, { must: [{ key: 'a', range: { gte: '2024-02-30' } }] }],
  [400, { must: [{ key: 'a', range: { above: 1 } }] }],
  [422, { must: [{ has_id: [-1] }] }],
  [400, { min_should: { conditions: [], min_count: -1 } }],
  [400, { min_should: { conditions: [{ has_id: [1] }] } }],
  [422, { min_should: { conditions: [{ has_id: [1] }], min_count: 0 } }],
  [422, { must: [{ key: 'a' }] }],
  [400, { must: [{ slice: { total: 0, index: 0 } }] }],
  [400, { must: [{ slice: { total: 2, index: 2 } }] }],
  [400, { must: [{ slice: { total: 2 } }] }],
  [400, { must: [{ key: 'a', match: { text: 1 } }] }],
  [400, { must: [{ key: 'a', match: { value: 1, any: [1] } }] }],
  [400, { must: [{ key: 'a', match: { value: 2 ** 63 } }] }],
  [400, { must: [{ key: 'a', range: { gte: 1, lt: '2024-01-01' } }] }],
  [400, { must: [{ key: 'a', values_count: { gte: -1 } }] }],
  [400, { must: [{ key: 'a', is_empty: 1 }] }],
  [400, { must: [{ key: 'a', geo_radius: { center: { lat: 91, lon: 0 }, radius: 1 } }] }],
  [400, { must: [{ key: 'a', geo_radius: { center: { lat: 0, lon: 0 } } }] }],
  [400, { must: [{ key: 'a', geo_polygon: { exterior: { points: [] } } }] }],
  [400, { must: [{ key: 'a', geo_bounding_box: { top_left: { lat: 0, lon: 0 } } }] }],
  [400, { must: [{ nested: { key: 'a', filter: null } }] }],
  [400, { must: [{ nested: { key: 'a', filter: {}, more: 1 } }] }],
  [400, { must: [{ has_vector: 1 }] }],
])('refuses with status %d: %j', (status, filter) => {
  expect(() => atOnce(readFilter(filter, context))).toThrow(expect.objectContaining({ status, collection: 'c' }));
});

describe('a nested condition', () => {
  const items = { items: [{ sku: 'a', qty: 0 }, { sku: 'b', qty: 5, tags: ['x'] }, 'a'] };
  const nested = (filter: unknown, key = 'items'): unknown => ({ must: { nested: { key, filter } } });

  test.each([
    [
      'passes when one element passes all conditions',
      {
        must: [
          { key: 'sku', match: { value: 'b' } },
          { key: 'qty', range: { gt: 1 } },
        ],
      },
      true,
    ],
    [
      'fails when no single element passes all conditions',
      {
        must: [
          { key: 'sku', match: { value: 'a' } },
          { key: 'qty', range: { gt: 1 } },
        ],
      },
      false,
    ],
    [
      'fails when every element passes a must_not condition',
      { must_not: [{ key: 'sku', match: { any: ['a', 'b'] } }] },
      false,
    ],
    ['passes when an element lacks the key', { must: [{ is_empty: { key: 'tags' } }] }, true],
    ['passes for any object when the filter is empty', {}, true],
    ['fails for has_id, because an element has no id', { must: [{ has_id: [1] }] }, false],
    ['fails for has_vector, because an element has no vectors', { must: [{ has_vector: 'a' }] }, false],
    ['fails for slice, because an element is in no slice', { must: [{ slice: { total: 1, index: 0 } }] }, false],
    ['passes when must_not requires that an element has no id', { must_not: [{ has_id: [1] }] }, true],
  ])('%s', (_, filter, expected) => {
    expect(passes(nested(filter), items)).toBe(expected);
    expect(passes(nested(filter, 'items[]'), items)).toBe(expected);
  });

  test('reads lists in the elements of lists', () => {
    const filter = nested({ must: { nested: { key: 'b', filter: { must: { key: 'c', match: { value: 2 } } } } } }, 'a');
    expect(passes(filter, { a: [{ b: [{ c: 1 }] }, { b: [{ c: 2 }] }] })).toBe(true);
    expect(passes(filter, { a: [{ b: [{ c: 1 }] }, { c: 2 }] })).toBe(false);
  });

  test('fails for an object outside of a list, and for a missing key', () => {
    expect(passes(nested({}), { items: { sku: 'a' } })).toBe(false);
    expect(passes(nested({}), {})).toBe(false);
  });
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
      min_count: fc.integer({ min: 1, max: 3 }),
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
    held >= minShould.min_count
  );
}

test('a compiled filter tree has the same result as a plain evaluation', () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 0, max: 4 }), (filter, n) => {
      expect(passes({ must: filter }, { n })).toBe(holds(filter, n));
    }),
    { numRuns: 500 },
  );
});
