import fc from 'fast-check';
import { expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { QueryRequest } from '../requests/types/query-types.ts';

const point = fc.record({ indices: fc.uniqueArray(fc.nat(4), { maxLength: 3 }), group: fc.nat(1) });
type Point = typeof point extends fc.Arbitrary<infer T> ? T : never;

async function openWith(points: readonly Point[]): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', { sparse_vectors: { terms: { modifier: 'idf' } } });
  await database.createPayloadIndex('c', { field_name: 'group', field_schema: 'integer' });
  if (points.length === 0) return database;
  await database.upsert('c', {
    points: points.map(({ indices, group }, id) => {
      return { id, vector: { terms: { indices, values: indices.map(() => 1) } }, payload: { group } };
    }),
  });
  return database;
}

const inGroup = (group: number) => ({ must: [{ key: 'group', match: { value: group } }] });
const ask = (options: Partial<QueryRequest>): QueryRequest => ({
  query: { indices: [0, 1, 2], values: [1, 1, 1] },
  using: 'terms',
  limit: 100,
  ...options,
});

test('with a corpus, scores are the same as in a collection that contains only the corpus', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(point, { maxLength: 20 }), async (points) => {
      await using all = await openWith(points);
      // The ids are the same, and points outside of the corpus have no indices.
      const others = points.map((each) => (each.group === 1 ? each : { ...each, indices: [] }));
      await using corpus = await openWith(others);
      const scores = async (database: QdrantLocal, options: Partial<QueryRequest>): Promise<Map<unknown, number>> => {
        const hits = (await database.query('c', ask({ filter: inGroup(1), ...options }))).points;
        return new Map(hits.map(({ id, score }) => [id, score]));
      };
      const params = { idf: { corpus: inGroup(1) } };
      expect(await scores(all, { params })).toEqual(await scores(corpus, {}));
      expect(await scores(all, { params: { idf: 'global' } })).toEqual(await scores(all, {}));
      expect(await scores(all, { params: { idf: { corpus: {} } } })).toEqual(await scores(all, {}));
    }),
    { numRuns: 30 },
  );
});

test('the corpus also affects points outside of it, examples, and prefetches', async () => {
  const points = [1, 1, 0, 0, 0].map((group) => ({ indices: [0], group }));
  await using database = await openWith(points);
  const params = { idf: { corpus: inGroup(1) } };
  const expected = Math.log((2 - 2 + 0.5) / 2.5 + 1);
  const vector = { indices: [0], values: [1] };
  for (const request of [
    ask({ params }),
    ask({ params, query: { recommend: { positive: [vector], strategy: 'sum_scores' } } }),
  ]) {
    const hits = (await database.query('c', request)).points;
    expect(hits.map(({ score }) => score)).toEqual(
      Array.from({ length: 5 }, () => expect.closeTo(expected, 6) as number),
    );
  }
  const prefetched = await database.query('c', { prefetch: ask({ params }), query: { formula: '$score' } });
  expect(prefetched.points[0]!.score).toBeCloseTo(expected, 6);
});
