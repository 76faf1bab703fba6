import { expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';

/** Returns a small generator of random numbers (mulberry32). Its numbers are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function open(random: () => number): Promise<QdrantLocal> {
  const database = new QdrantLocal({ random });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', {
    points: [7, 3, 5, 1, 6, 2, 4].map((id) => ({ id, vector: [id], payload: { odd: id % 2 === 1 } })),
  });
  return database;
}

const sample = { sample: 'random' as const };

test('a sample contains distinct points that pass the filter, at most all of them', async () => {
  await using database = await open(seeded(1));
  const filter = { must: [{ key: 'odd', match: { value: true } }] };
  for (let limit = 1; limit <= 6; limit++) {
    const { points } = await database.query('c', { query: sample, filter, limit });
    const ids = new Set(points.map(({ id }) => id as number));
    expect(ids.size).toBe(Math.min(limit, 4));
    expect([...ids].every((id) => id % 2 === 1)).toBe(true);
  }
});

test('every point is equally likely at every position', async () => {
  await using database = await open(seeded(2));
  const draws = 4200;
  const counts = [new Map<unknown, number>(), new Map<unknown, number>()];
  for (let draw = 0; draw < draws; draw++) {
    const { points } = await database.query('c', { query: sample, limit: 2 });
    for (const [place, { id }] of points.entries()) counts[place]!.set(id, (counts[place]!.get(id) ?? 0) + 1);
  }
  // Five standard deviations of a binomial distribution with p = 1/7.
  const tolerance = 5 * Math.sqrt(draws * (1 / 7) * (6 / 7));
  for (const count of counts) {
    expect(count.size).toBe(7);
    for (const drawn of count.values()) expect(Math.abs(drawn - draws / 7)).toBeLessThan(tolerance);
  }
});

test('the same random numbers draw the same points', async () => {
  const draws = [seeded(3), seeded(3)].map(async (random) => {
    await using database = await open(random);
    return database.query('c', { query: sample, limit: 5 });
  });
  const [first, second] = await Promise.all(draws);
  expect(first).toEqual(second);
});

test('a sample over prefetches draws from their hits', async () => {
  await using database = await open(seeded(4));
  const { points } = await database.query('c', { prefetch: { query: [1], limit: 3 }, query: sample, limit: 10 });
  expect(new Set(points.map(({ id }) => id))).toEqual(new Set([5, 6, 7]));
  expect(points).toHaveLength(3);
});

test('refuses a random option that is not a function', () => {
  expect(() => new QdrantLocal({ random: 7 as never })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
