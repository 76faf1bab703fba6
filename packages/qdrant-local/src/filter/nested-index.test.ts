import fc from 'fast-check';
import { expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { PayloadIndexSettings } from '../requests/types/index-settings.ts';

type Offer = { price?: unknown; title?: unknown };

async function withOffers(
  lists: readonly unknown[],
  indexes: Record<string, PayloadIndexSettings>,
): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', {});
  for (const [field_name, field_schema] of Object.entries(indexes)) {
    await database.createPayloadIndex('c', { field_name, field_schema });
  }
  await database.upsert('c', {
    points: lists.map((offers, id) => ({ id, vector: {}, payload: offers === undefined ? {} : { offers } })),
  });
  return database;
}

const nestedIndexes: Record<string, PayloadIndexSettings> = {
  'offers[].price': { type: 'integer', nested: 'offers' },
  'offers[].title': { type: 'text', nested: 'offers[]', stemmer: { type: 'snowball', language: 'english' } },
};

async function idsOf(database: QdrantLocal, condition: object): Promise<unknown[]> {
  return (await database.scroll('c', { filter: { must: condition } as never })).points.map(({ id }) => id);
}

test('with a nested index, is_empty matches a point with an element that lacks the key, but not a point without elements', async () => {
  const lists = [
    [{ price: 1 }],
    [{ price: 1 }, {}],
    [{ price: 1 }, { price: null }],
    [{ price: [] }],
    [],
    undefined,
    [7],
  ];
  await using nested = await withOffers(lists, nestedIndexes);
  const plainIndex = { 'offers[].price': { type: 'integer' } } as const;
  await using plain = await withOffers(lists, plainIndex);
  const isEmpty = { is_empty: { key: 'offers[].price' } };
  expect(await idsOf(nested, isEmpty)).toEqual([1, 2, 3]);
  expect(await idsOf(plain, isEmpty)).toEqual([3, 4, 5, 6]);
  expect(await idsOf(nested, { key: 'offers[].price', is_empty: true })).toEqual([1, 2, 3]);
  expect(await idsOf(nested, { key: 'offers[].price', is_empty: false })).toEqual([0, 1, 2]);
});

test('all words of a text query must be in one element', async () => {
  const lists = [
    [{ title: 'red cars' }, { title: 'blue' }],
    [{ title: 'red' }, { title: 'a car' }],
    [{ title: ['red', 'car'] }],
  ];
  await using nested = await withOffers(lists, nestedIndexes);
  await using plain = await withOffers(lists, {
    'offers[].title': { type: 'text', stemmer: { type: 'snowball', language: 'english' } },
  });
  const match = { key: 'offers[].title', match: { text: 'car red' } };
  expect(await idsOf(nested, match)).toEqual([0, 2]);
  expect(await idsOf(plain, match)).toEqual([0, 1, 2]);
  const within = { nested: { key: 'offers', filter: { must: [{ key: 'title', match: { text: 'car red' } }] } } };
  expect(await idsOf(nested, within)).toEqual([0, 2]);
  expect(await idsOf(plain, within)).toEqual([0]);
  const { payload_schema: schema } = await nested.getCollection('c');
  expect(schema['offers[].title']!.params).toMatchObject({ nested: 'offers[]' });
});

test('with a nested index, values_count finds the same points as without it', async () => {
  const lists = [
    undefined,
    [],
    [{}],
    [{ price: 1 }],
    [{ price: 1 }, {}],
    [{ price: 1 }, { price: null }],
    [{ price: [1, 2] }],
  ];
  await using nested = await withOffers(lists, nestedIndexes);
  await using plain = await withOffers(lists, {});
  for (const database of [nested, plain]) {
    expect(await idsOf(database, { key: 'offers[].price', values_count: { lt: 1 } })).toEqual([0, 1, 2, 5]);
    expect(await idsOf(database, { key: 'offers[].price', values_count: { gte: 2 } })).toEqual([6]);
  }
});

test('a condition on a key with a nested index finds the same points as a nested filter', async () => {
  const price = fc.oneof(
    fc.constantFrom<unknown>(1, 2, null, 'x', []),
    fc.array(fc.constantFrom(1, 2, null), { maxLength: 2 }),
  );
  const title = fc.constantFrom<unknown>('red', 'red car', 'car', '', null);
  const offer: fc.Arbitrary<unknown> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ price, title }, { requiredKeys: [] }) as fc.Arbitrary<Offer> },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(7, null) },
  );
  const fieldTest = fc.constantFrom<object>(
    { match: { value: 1 } },
    { match: { except: [1] } },
    { range: { gte: 2 } },
    { is_empty: true },
    { is_empty: false },
    { is_null: true },
    { is_null: false },
  );
  const texts = fc.constantFrom<object>({ match: { text: 'red car' } }, { match: { text_any: 'car' } });
  const asked = fc.oneof(
    fieldTest.map((field) => ({ key: 'price', field })),
    texts.map((field) => ({ key: 'title', field })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(offer, { maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      asked,
      async (lists, { key, field }) => {
        await using database = await withOffers(lists, nestedIndexes);
        const within = { nested: { key: 'offers', filter: { must: [{ key, ...field }] } } };
        const expected = await idsOf(database, within);
        expect(await idsOf(database, { key: `offers[].${key}`, ...field })).toEqual(expected);
        const others = { filter: { must_not: [{ key: `offers[].${key}`, ...field }] } as never };
        expect((await database.count('c', others)).count).toBe(lists.length - expected.length);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ['price', 'offers'],
  ['offers.price', 'offers'],
  ['offers[]', 'offers'],
  ['offersXY[].price', 'offers'],
  ['offers[].price', 'offers..'],
  ['offers[].price', 7],
])('refuses an index on %s nested in %s', async (field_name, nested) => {
  await using database = await withOffers([[]], {});
  const request = { field_name, field_schema: { type: 'integer', nested } } as never;
  await expect(database.createPayloadIndex('c', request)).rejects.toMatchObject({ status: 400 });
});
