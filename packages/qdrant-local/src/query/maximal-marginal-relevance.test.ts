import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { Prefetch, QueryRequest } from '../requests/types/query-types.ts';

const size = 2;
const vector = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: size, maxLength: size });
const scene = fc.record({
  vectors: fc.uniqueArray(vector, { selector: (values) => values.join(), minLength: 1, maxLength: 20 }),
  query: vector,
  // Quarters keep the marginal scores exact. Ties are therefore the same in float32 and in float64.
  quarters: fc.integer({ min: 0, max: 4 }),
  candidates: fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 25 }),
  offset: fc.integer({ min: 0, max: 4 }),
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const similarities = {
  Dot: (a: number[], b: number[]) => sum(a.map((x, i) => x * b[i]!)),
  Euclid: (a: number[], b: number[]) => -sum(a.map((x, i) => (x - b[i]!) ** 2)),
  Manhattan: (a: number[], b: number[]) => -sum(a.map((x, i) => Math.abs(x - b[i]!))),
};

interface Candidate {
  readonly id: number;
  readonly vector: number[];
}

/** The textbook algorithm, which compares every remaining candidate with every chosen one in each round. */
function choose(
  candidates: readonly Candidate[],
  toQuery: (candidate: Candidate) => number,
  similarity: (a: number[], b: number[]) => number,
  { lambda, limit }: { lambda: number; limit: number },
): number[] {
  const remaining = [...candidates];
  const chosen: Candidate[] = [];
  while (chosen.length < limit && remaining.length > 0) {
    const scores = remaining.map((candidate) => {
      if (chosen.length === 0) return toQuery(candidate);
      const nearest = Math.max(...chosen.map((other) => similarity(candidate.vector, other.vector)));
      return lambda * toQuery(candidate) - (1 - lambda) * nearest;
    });
    chosen.push(...remaining.splice(scores.indexOf(Math.max(...scores)), 1));
  }
  return chosen.map(({ id }) => id);
}

describe.each(Object.entries(similarities))('%s', (distance, similarity) => {
  test('chooses the same points as the textbook algorithm, and keeps the scores of the search', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ vectors, query, quarters, candidates, limit, offset }) => {
        await using database = new QdrantLocal();
        await database.createCollection('c', { vectors: { size, distance: distance as 'Dot' } });
        const points = vectors.map((values, id) => ({ id, vector: values }));
        await database.upsert('c', { points });
        const mmr = { diversity: quarters / 4, ...(candidates && { candidates_limit: candidates }) };
        const found = await database.query('c', { query: { nearest: query, mmr }, limit, offset });
        const toQuery = (candidate: Candidate): number => similarity(query, candidate.vector);
        const nearest = points
          .toSorted((a, b) => toQuery(b) - toQuery(a) || a.id - b.id)
          .slice(0, candidates ?? limit + offset);
        const options = { lambda: 1 - quarters / 4, limit: limit + offset };
        const expected = choose(nearest, toQuery, similarity, options).slice(offset, offset + limit);
        expect(found.points.map(({ id }) => id)).toEqual(expected);
        const plain = await database.query('c', { query, limit: vectors.length });
        for (const hit of found.points) expect(plain.points).toContainEqual(hit);
      }),
      { numRuns: 150 },
    );
  });
});

test('without diversity, the result equals the plain search', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Euclid' } });
  await database.upsert('c', { points: [5, 1, 4, 2, 3].map((id) => ({ id, vector: [id] })) });
  const query = { nearest: [0], mmr: { diversity: 0 } };
  expect(await database.query('c', { query, limit: 4 })).toEqual(await database.query('c', { query: [0], limit: 4 }));
});

test('works on the hits of prefetches, and as a prefetch', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Euclid' } });
  await database.upsert('c', { points: [1, 2, 3, 40, 50].map((id) => ({ id, vector: [id] })) });
  const diverse = { nearest: [0], mmr: { diversity: 1, candidates_limit: 10 } };
  const nearThree = { query: [0], limit: 3 };
  const over = await database.query('c', { prefetch: nearThree, query: diverse, limit: 2 });
  expect(over.points.map(({ id }) => id)).toEqual([1, 3]);
  const few = { nearest: [0], mmr: { diversity: 1, candidates_limit: 3 } };
  const under = await database.query('c', { prefetch: { query: few, limit: 2 }, query: [60], limit: 5 });
  expect(under.points.map(({ id }) => id)).toEqual([3, 2, 1]);
  const inner = { prefetch: nearThree, query: diverse, limit: 2 };
  const between = await database.query('c', { prefetch: inner, query: [60], limit: 5 });
  expect(between.points.map(({ id }) => id)).toEqual([3, 1]);
});

describe('as a prefetch with more candidates than its limit', () => {
  const mmr: Prefetch = { query: { nearest: [1, 0], mmr: { candidates_limit: 5 } }, limit: 2 };
  const rrf = { fusion: 'rrf' as const };
  async function openSix(): Promise<QdrantLocal> {
    const database = new QdrantLocal();
    await database.createCollection('c', { vectors: { size, distance: 'Dot' } });
    await database.upsert('c', { points: [1, 2, 3, 4, 5, 6].map((id) => ({ id, vector: [id, 1] })) });
    return database;
  }

  test('adds its limit to a fusion at the root', async () => {
    await using database = await openSix();
    const { points } = await database.query('c', { prefetch: mmr, query: rrf });
    expect(points.map(({ id, score }) => [id, score])).toEqual([
      [6, 0.5],
      [5, 0.33333334],
    ]);
  });

  test.each<[where: string, request: QueryRequest]>([
    ['a nested fusion', { prefetch: { prefetch: mmr, query: rrf, limit: 10 }, query: rrf }],
    ['a formula', { prefetch: mmr, query: { formula: '$score' } }],
    ['a vector', { prefetch: mmr, query: [1, 0] }],
  ])('adds all candidates to %s', async (_where, request) => {
    await using database = await openSix();
    const { points } = await database.query('c', request);
    expect(points.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2]);
  });
});

test('the second page continues where the first one ends', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Euclid' } });
  await database.upsert('c', { points: [1, 2, 3, 40, 50, 60].map((id) => ({ id, vector: [id] })) });
  const query = { nearest: [0], mmr: { diversity: 0.5 } };
  const all = await database.query('c', { query, limit: 6 });
  for (const candidates of [undefined, 6]) {
    const paged = { nearest: [0], mmr: { diversity: 0.5, candidates_limit: candidates ?? null } };
    const second = await database.query('c', { query: paged, limit: 3, offset: 3 });
    expect(second.points).toHaveLength(3);
    if (candidates !== undefined) expect(second.points).toEqual(all.points.slice(3));
  }
});

test('supports sparse vectors and multivectors', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: { rows: { size: 1, distance: 'Dot', multivector_config: { comparator: 'max_sim' } } },
    sparse_vectors: { terms: { modifier: 'idf' } },
  });
  const terms = (...indices: number[]) => ({ indices, values: indices.map(() => 1) });
  await database.upsert('c', {
    points: [
      { id: 1, vector: { terms: terms(1, 2), rows: [[3]] } },
      { id: 2, vector: { terms: terms(1, 2, 9), rows: [[2]] } },
      { id: 3, vector: { terms: terms(1, 5), rows: [[-1]] } },
    ],
  });
  const mmr = { diversity: 0.9, candidates_limit: 3 };
  const bySparse = await database.query('c', { query: { nearest: terms(1, 2), mmr }, using: 'terms', limit: 2 });
  expect(bySparse.points.map(({ id }) => id)).toEqual([1, 3]);
  const byRows = await database.query('c', { query: { nearest: [[1]], mmr }, using: 'rows', limit: 2 });
  expect(byRows.points.map(({ id }) => id)).toEqual([1, 3]);
});

test('compares multivectors with the candidate as the query and the chosen one as the document', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: { size: 1, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
  });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [[3]] },
      // With its two rows as the query, the similarity to the first point is 6; the other way round, it is only 3.
      { id: 2, vector: [[1], [1]] },
      { id: 3, vector: [[1.2]] },
    ],
  });
  const query = { nearest: [[1]], mmr: { diversity: 0.5, candidates_limit: 3 } };
  const { points } = await database.query('c', { query, limit: 2 });
  expect(points.map(({ id }) => id)).toEqual([1, 3]);
});
