import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

let database: QdrantLocal;

/** Opens a database with three points, the first of which has no `n`. */
async function open(): Promise<QdrantLocal> {
  const opened = new QdrantLocal();
  await opened.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await opened.upsert('c', {
    points: [
      { id: 1, vector: [1], payload: { a: 1 } },
      { id: 2, vector: [2], payload: { a: 2, n: 1 } },
      { id: 3, vector: [3], payload: { n: 2 } },
    ],
  });
  return opened;
}

beforeEach(async () => {
  database = await open();
});
afterEach(() => database.close());

async function contents(of: QdrantLocal): Promise<unknown> {
  return (await of.scroll('c', { with_vector: true })).points;
}

type Write = (of: QdrantLocal, selection: object) => Promise<unknown>;

/** Every write that selects points, with a change that is visible on each point. */
const writes: Readonly<Record<string, Write>> = {
  delete: (of, selection) => of.delete('c', selection as never),
  setPayload: (of, selection) => of.setPayload('c', { payload: { seen: true }, ...selection } as never),
  overwritePayload: (of, selection) => of.overwritePayload('c', { payload: { seen: true }, ...selection } as never),
  deletePayload: (of, selection) => of.deletePayload('c', { keys: ['a', 'n'], ...selection } as never),
  clearPayload: (of, selection) => of.clearPayload('c', selection as never),
  deleteVectors: (of, selection) => of.deleteVectors('c', { vector: [''], ...selection } as never),
  batch: (of, selection) => of.batchUpdate('c', { operations: [{ delete: selection as never }] }),
};

class Conditions {
  must = [{ has_id: [1] }];
}

describe.each(Object.entries(writes))('%s', (_, write) => {
  test.each<[string, object]>([
    ['no points', { points: [] }],
    ['no points and an undefined filter', { points: [], filter: undefined }],
    ['neither points nor filter', {}],
    ['points and a filter that are null', { points: null, filter: null }],
    ['points and a filter that are undefined', { points: undefined, filter: undefined }],
    ['points with undefined among them', { points: [1, undefined] }],
    // oxlint-disable-next-line no-sparse-arrays -- the test needs a hole
    ['points with a hole among them', { points: [1, , 3] }],
    ['points in a Set', { points: new Set([1]) }],
    ['points in a typed array', { points: Uint32Array.of(1) }],
    ['points with a toJSON method', { points: Object.assign([1], { toJSON: () => [] }) }],
    ['a filter that is a Map', { filter: new Map([['must', []]]) }],
    ['a filter that is a Set', { filter: new Set() }],
    ['a filter that is a Date', { filter: new Date(0) }],
    ['a filter that is a typed array', { filter: new Float32Array() }],
    ['a filter that is a list', { filter: [] }],
    ['a filter that is an instance of a class', { filter: new Conditions() }],
    ['a filter that inherits its conditions', { filter: Object.create({ must: [{ has_id: [1] }] }) as object }],
    ['a filter that hides its conditions', { filter: Object.defineProperty({}, 'must', { value: [] }) as object }],
    ['a filter under a symbol', { filter: { [Symbol('must')]: [] } }],
    ['a filter of an undefined condition', { filter: { has_id: undefined } }],
    ['a filter of undefined clauses', { filter: { must: undefined, should: null, must_not: [] } }],
    ['an undefined clause next to another', { filter: { must: undefined, must_not: [{ has_id: [1] }] } }],
    ['an undefined part of a condition', { filter: { must: { key: 'n', match: { value: 1 }, range: undefined } } }],
    ['an undefined bound next to another', { filter: { must: { key: 'n', range: { gt: 0, lt: undefined } } } }],
    ['undefined among the conditions', { filter: { must: [undefined] } }],
    ['a condition of undefined clauses', { filter: { must: [{ should: undefined }] } }],
    ['a range of undefined bounds', { filter: { must: { key: 'n', range: { lt: undefined } } } }],
    ['a range below NaN', { filter: { must: { key: 'n', range: { lt: NaN } } } }],
    ['a lone surrogate', { filter: { must: { key: 'n', match: { value: '\uD800' } } } }],
    [
      'a nested filter of undefined clauses',
      { filter: { must: { nested: { key: 'n', filter: { must: undefined } } } } },
    ],
    ['counted conditions that are undefined', { filter: { min_should: { conditions: undefined, min_count: 1 } } }],
  ])('rejects %s and changes nothing', async (__, selection) => {
    const before = await contents(database);
    await expect(write(database, selection)).rejects.toMatchObject({ status: 400 });
    expect(await contents(database)).toEqual(before);
  });

  test.each<[string, object, number[]]>([
    ['repeated ids', { points: [3, 3] }, [3]],
    ['an id as a bigint', { filter: { must: [{ has_id: [2n] }] } }, [2]],
    ['an explicitly empty filter', { filter: {} }, [1, 2, 3]],
    ['a filter of empty lists', { filter: { must: [], should: [] } }, [1, 2, 3]],
    ['ids rather than a filter', { points: [2], filter: { must: { has_id: [1] } } }, [2]],
  ])('selects by %s', async (name, selection, expected) => {
    // deleteVectors selects the points of both the ids and the filter.
    if (write === writes['deleteVectors'] && name === 'ids rather than a filter') return;
    const before = (await contents(database)) as { id: number }[];
    await write(database, selection);
    const after = new Map(((await contents(database)) as { id: number }[]).map((point) => [point.id, point]));
    const changed = before.filter((point) => JSON.stringify(after.get(point.id)) !== JSON.stringify(point));
    expect(changed.map(({ id }) => id)).toEqual(expected);
  });
});

const oddValues = [undefined, null, NaN, Infinity, new Map(), new Set([1]), new Date(0), new Conditions(), () => 1];
const scalar = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(1, 2, 3, 'n', true, 1n) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...oddValues) },
);
const keys = ['must', 'should', 'must_not', 'has_id', 'key', 'match', 'value', 'range', 'gte', 'is_null'];
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 2 }), tie('fields')),
  fields: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 2 }),
}));
const sometimesOdd = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary }, { weight: 1, arbitrary: anything });
const condition = fc.oneof(
  fc.record({ has_id: sometimesOdd(fc.array(scalar, { maxLength: 2 })) }),
  fc.record({ key: fc.constantFrom('a', 'n'), match: fc.record({ value: scalar }) }),
  fc.record({ key: fc.constantFrom('a', 'n'), range: fc.dictionary(fc.constantFrom('gte', 'lt'), scalar) }),
  fc.record({ is_empty: fc.record({ key: scalar }) }),
);
const conditions = sometimesOdd(fc.oneof(condition, fc.array(sometimesOdd(condition), { maxLength: 2 })));
const filter = sometimesOdd(fc.dictionary(fc.constantFrom('must', 'should', 'must_not'), conditions, { maxKeys: 2 }));
const selection = fc.oneof(
  fc.record({ filter }),
  fc.record({ points: sometimesOdd(fc.array(scalar, { maxLength: 3 })) }),
  fc.record({ points: sometimesOdd(fc.array(scalar)), filter }),
);

function asJson(value: object): object {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
  return JSON.parse(text) as object;
}

test('any selection is rejected, or selects the same points as its JSON', async () => {
  let applied = 0;
  const property = fc.asyncProperty(selection, fc.constantFrom(...Object.values(writes)), async (asked, write) => {
    await using here = await open();
    await using there = await open();
    const before = await contents(here);
    const error: unknown = await write(here, asked).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) {
      expect(error).toMatchObject({ name: 'VectorStoreError', status: expect.toBeOneOf([400, 404, 422]) as number });
      expect(await contents(here)).toEqual(before);
      return;
    }
    applied++;
    await write(there, asJson(asked));
    expect(await contents(here)).toEqual(await contents(there));
  });
  await fc.assert(property, { numRuns: 300 });
  expect(applied).toBeGreaterThan(20);
});

test('a payload deletion without keys leaves a point and its version unchanged', async () => {
  const before = await contents(database);
  await database.deletePayload('c', { keys: [], points: [1] });
  expect(await contents(database)).toEqual(before);
  await expect(database.deletePayload('c', { keys: [], points: [9] })).rejects.toMatchObject({ status: 404 });
});

test.each<[string, unknown]>([
  ['a Map', new Map()],
  ['a filter with only undefined conditions', { must: undefined }],
])('rejects an update filter that is %s', async (_, updateFilter) => {
  const upsert = { points: [{ id: 1, vector: [9] }], update_filter: updateFilter } as never;
  await expect(database.upsert('c', upsert)).rejects.toMatchObject({ status: 400 });
  await expect(database.updateVectors('c', upsert)).rejects.toMatchObject({ status: 400 });
});

test('rejects a body that inherits or hides its selection', async () => {
  const bodies = [Object.create({ filter: {} }), Object.defineProperty({}, 'filter', { value: {} }), new Map()];
  for (const body of bodies) await expect(database.delete('c', body as never)).rejects.toMatchObject({ status: 400 });
  expect(await database.count('c')).toEqual({ count: 3 });
});

test.each([new Map([['must', []]]), new Conditions(), { must: [undefined] }])(
  'a read rejects %o as a filter',
  async (odd) => {
    await expect(database.count('c', { filter: odd as never })).rejects.toMatchObject({ status: 400 });
  },
);
