import fc from 'fast-check';
import { expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';

const scene = fc.record({
  points: fc.uniqueArray(fc.record({ id: fc.nat(40), x: fc.option(fc.integer({ min: -9, max: 9 })), n: fc.nat(2) }), {
    selector: ({ id }) => id,
    maxLength: 20,
  }),
  distance: fc.constantFrom('Dot' as const, 'Euclid' as const, 'Manhattan' as const),
  sample: fc.integer({ min: 2, max: 25 }),
  limit: fc.integer({ min: 1, max: 6 }),
  seed: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
type Scene = typeof scene extends fc.Arbitrary<infer S> ? S : never;

async function open({ points, distance, seed }: Scene): Promise<QdrantLocal> {
  const database = new QdrantLocal({ random: () => seed });
  await database.createCollection('c', { vectors: { v: { size: 1, distance } } });
  const stored = points.map(({ id, x, n }) => ({ id, vector: x === null ? {} : { v: [x] }, payload: { n } }));
  if (stored.length > 0) await database.upsert('c', { points: stored });
  return database;
}

test('each sampled point has its nearest neighbors among the sampled points, in both forms', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (s) => {
      await using database = await open(s);
      const filter = { must: [{ key: 'n', range: { lt: 2 } }] };
      const request = { sample: s.sample, limit: s.limit, using: 'v', filter };
      const { ids, offsets_row: rows, offsets_col: columns, scores } = await database.searchMatrixOffsets('c', request);
      const eligible = s.points.filter(({ x, n }) => x !== null && n < 2);
      expect(ids).toHaveLength(eligible.length < 2 ? 0 : Math.min(s.sample, eligible.length));
      expect(ids).toEqual(ids.toSorted((a, b) => Number(a) - Number(b)));
      const drawn = ids.map((id) => eligible.find((point) => point.id === id)!);
      const sign = s.distance === 'Dot' ? -1 : 1;
      const expected = drawn.flatMap((from) =>
        drawn
          .filter((to) => to !== from)
          .map((to) => ({
            a: from.id,
            b: to.id,
            score: s.distance === 'Dot' ? from.x! * to.x! : Math.abs(from.x! - to.x!),
          }))
          .toSorted((p, q) => sign * (p.score - q.score) || p.b - q.b)
          .slice(0, s.limit),
      );
      const pairs = rows.map((row, index) => ({ a: ids[row], b: ids[columns[index]!], score: scores[index]! }));
      expect(pairs).toEqual(expected.map((pair) => ({ ...pair, score: pair.score + 0 })));
      // The same random numbers draw the same points.
      expect(await database.searchMatrixPairs('c', request)).toEqual({ pairs });
    }),
    { numRuns: 200 },
  );
});

test('a matrix has 10 points with 3 neighbors each by default', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: Array.from({ length: 12 }, (_, id) => ({ id, vector: [id] })) });
  const { ids, scores } = await database.searchMatrixOffsets('c');
  expect(ids).toHaveLength(10);
  expect(scores).toHaveLength(30);
});

test('sparse vectors without a common index are not neighbors', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { sparse_vectors: { t: {} } });
  const sparse = (...indices: number[]) => ({ t: { indices, values: indices.map(() => 1) } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: sparse(1, 2) },
      { id: 2, vector: sparse(2, 3) },
      { id: 3, vector: sparse(4) },
    ],
  });
  expect(await database.searchMatrixPairs('c', { using: 't' })).toEqual({
    pairs: [
      { a: 1, b: 2, score: 1 },
      { a: 2, b: 1, score: 1 },
    ],
  });
});

test.each<[number, RegExp, object]>([
  [422, /sample: value 1 invalid, must be 2 or larger/, { sample: 1 }],
  [422, /limit: value 0 invalid/, { limit: 0 }],
  [400, /Not existing vector name error: x/, { using: 'x' }],
  [400, /unknown field `offset`/, { offset: 1 }],
  [400, /using must be the name of a vector/, { using: 3 }],
])('refuses a matrix with status %d: %s', async (status, message, request) => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const refused = { status, message: expect.stringMatching(message) };
  await expect(database.searchMatrixPairs('c', request as never)).rejects.toMatchObject(refused);
  await expect(database.searchMatrixOffsets('c', request as never)).rejects.toMatchObject(refused);
});
