import fc from 'fast-check';
import { expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

// Bodies with the right words in the wrong places: nearly valid queries find more bugs than arbitrary values.
const words = [
  [
    'query',
    'prefetch',
    'using',
    'filter',
    'limit',
    'offset',
    'score_threshold',
    'lookup_from',
    'params',
    'with_vector',
  ],
  ['nearest', 'mmr', 'diversity', 'candidates_limit', 'recommend', 'positive', 'negative', 'strategy', 'discover'],
  [
    'target',
    'context',
    'relevance_feedback',
    'feedback',
    'example',
    'score',
    'naive',
    'a',
    'b',
    'c',
    'order_by',
    'key',
  ],
  [
    'direction',
    'start_from',
    'fusion',
    'rrf',
    'k',
    'weights',
    'sample',
    'formula',
    'defaults',
    'sum',
    'mult',
    'neg',
    'div',
  ],
  ['left', 'right', 'pow', 'base', 'exponent', 'sqrt', 'ln', 'exp_decay', 'x', 'scale', 'midpoint', 'geo_distance'],
  ['origin', 'to', 'datetime', 'datetime_key', 'must', 'match', 'value', 'has_id', 'indices', 'values', 'collection'],
  ['group_by', 'group_size', 'with_lookup', 'searches', 'vector', 'lat', 'lon', 'with_payload', 'with_vectors'],
].flat();
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    2,
    7,
    -1,
    0.5,
    1e39,
    NaN,
    '',
    'n',
    'a',
    'c',
    '$score',
    '$score[1]',
    'rrf',
    'dbsf',
    'random',
  ),
  fc.constantFrom<unknown>(
    [1, 2],
    [[1, 2]],
    [],
    ['n'],
    'best_score',
    'sum_scores',
    'asc',
    '2024-01-01',
    'a[]',
    'a..b',
    'none',
  ),
);
const body = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium' },
    leaf,
    fc.dictionary(fc.constantFrom(...words), tie('node'), { maxKeys: 4 }),
    fc.array(tie('node'), { maxLength: 3 }),
  ),
})).node;
const input = fc.constantFrom<unknown>([1, 2], 1, 2, { indices: [1], values: [1] }, [[1, 2]], 9, [1], 'x');
const pair = fc.record({ positive: input, negative: input });
const kind = fc.oneof(
  input,
  fc.record({ nearest: input, mmr: fc.record({ diversity: fc.constantFrom<unknown>(0, 1, null, 2) }) }),
  fc.record({
    recommend: fc.record({ positive: fc.array(input), strategy: fc.constantFrom<unknown>('best_score', null) }),
  }),
  fc.record({ discover: fc.record({ target: input, context: fc.oneof(pair, fc.array(pair)) }) }),
  fc.record({ context: fc.array(pair) }),
  fc.record({ order_by: fc.constantFrom<unknown>('n', { key: 'a[]', direction: 'desc' }, {}) }),
  fc.constantFrom<unknown>({ sample: 'random' }, { fusion: 'rrf' }, { rrf: { k: 1 } }, null),
  body,
);
const level = {
  query: kind,
  using: fc.constantFrom<unknown>('a', 'a', 's', 'm', '', 3),
  limit: fc.constantFrom<unknown>(1, 3, 0, null),
  score_threshold: fc.constantFrom<unknown>(0, null, null, 'x'),
  filter: fc.oneof(fc.constant(null), fc.record({ must: fc.record({ has_id: fc.constant([1, 7]) }) }), body),
};
const someOf = { requiredKeys: ['query', 'using'] as ('query' | 'using')[] };
/** Queries with a valid outline. */
const query = fc.oneof(
  fc.record(level, someOf),
  fc.record({ ...level, prefetch: fc.array(fc.record(level, someOf), { maxLength: 2 }) }, someOf),
  fc.record({ prefetch: fc.constant({ query: [1, 2], using: 'a' }), query: fc.record({ formula: body }) }),
);
const call = fc.oneof(
  fc.tuple(fc.constant('query' as const), query),
  fc.tuple(fc.constant('queryBatch' as const), fc.record({ searches: fc.array(query, { maxLength: 2 }) })),
  fc.tuple(
    fc.constant('queryGroups' as const),
    query.map((one) => ({ ...one, group_by: 'n' })),
  ),
  fc.tuple(fc.constantFrom('searchMatrixPairs' as const, 'searchMatrixOffsets' as const), body),
  fc.tuple(fc.constantFrom('query' as const, 'queryBatch' as const, 'queryGroups' as const), body),
);

test('any body resolves or is rejected with a status, and changes nothing', { timeout: 60_000 }, async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: {
      a: { size: 2, distance: 'Cosine' },
      m: { size: 2, distance: 'Euclid', multivector_config: { comparator: 'max_sim' } },
    },
    sparse_vectors: { s: { modifier: 'idf' } },
  });
  const sparse = { indices: [1, 7], values: [1, 2] };
  await database.upsert('c', {
    points: [
      { id: 1, vector: { a: [1, 2], s: sparse, m: [[1, 2]] }, payload: { n: 1, a: [1, 2] } },
      { id: 2, vector: { a: [2, 1], s: sparse }, payload: { n: 'x' } },
      { id: 7, vector: { m: [[0, 1]] }, payload: { a: { b: null } } },
    ],
  });
  const everything = { limit: 10, with_vector: true };
  const before = await database.scroll('c', everything);
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(call, async ([method, request]) => {
      const outcome: unknown = await database[method]('c', request as never).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) answered++;
      else expect(outcome).toMatchObject({ code: 'VECTOR_STORE', status: expect.toBeOneOf([400, 404, 422, 501]) });
    }),
    { numRuns: 2500 },
  );
  expect(await database.scroll('c', everything)).toEqual(before);
  // Enough of the bodies must be valid queries for more than rejections to be tested.
  expect(answered).toBeGreaterThan(150);
});
