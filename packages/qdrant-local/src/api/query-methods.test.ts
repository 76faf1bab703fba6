import { expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

async function open(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  const vectors = { a: { size: 2, distance: 'Dot' as const }, b: { size: 3, distance: 'Cosine' as const } };
  await database.createCollection('c', { vectors, sparse_vectors: { s: {} } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: { a: [1, 0], b: [1, 0, 0] } },
      { id: 2, vector: { a: [0, 1] } },
    ],
  });
  return database;
}

const prefetch = { query: [1, 0], using: 'a' };
const feedback = (body: object) => ({
  query: { relevance_feedback: { target: 1, feedback: [], ...body } },
  using: 'a',
});

test.each<[number, string | RegExp, unknown]>([
  [404, "Not found: Collection `none` doesn't exist!", null],
  [
    400,
    "Bad request: A query is needed to merge the prefetches. Can't have prefetches without defining a query.",
    { prefetch },
  ],
  [400, /prefetches without defining a query/, { prefetch: { prefetch }, query: [1, 0], using: 'a' }],
  [400, /Can't have score_threshold without defining a query/, { score_threshold: 1 }],
  [
    400,
    "Bad request: Can't use score_threshold with an order_by query.",
    { query: { order_by: 'n' }, score_threshold: 1 },
  ],
  [
    400,
    "Bad request: Fusion queries cannot be combined with the 'using' field.",
    { prefetch, query: { fusion: 'rrf' }, using: 'a' },
  ],
  [400, 'Wrong input: Validation failed: cannot apply Fusion without prefetches', { query: { fusion: 'dbsf' } }],
  [400, /cannot apply Fusion without prefetches/, { prefetch: { query: { rrf: {} } }, query: [1, 0], using: 'a' }],
  [400, 'Wrong input: Validation failed: cannot apply Formula without prefetches', { query: { formula: 1 } }],
  [
    400,
    /RRF weights length \(2\) does not match number of prefetches \(1\)/,
    { prefetch, query: { rrf: { weights: [1, 2] } } },
  ],
  [400, /query.rrf.weights must be a list/, { prefetch, query: { rrf: { weights: 1 } } }],
  [422, /k: value 0 invalid, must be 1 or larger/, { prefetch, query: { rrf: { k: 0 } } }],
  [400, /fusion must be 'rrf' or 'dbsf'/, { prefetch, query: { fusion: 'sum' } }],
  [400, /sample must be 'random'/, { query: { sample: 'best' } }],
  [400, /order_by.direction/, { query: { order_by: { key: 'n', direction: 'up' } } }],
  [
    422,
    /query.mmr.diversity: value 1.5 invalid, must be from 0.0 to 1.0/,
    { query: { nearest: 1, mmr: { diversity: 1.5 } }, using: 'a' },
  ],
  [
    422,
    /candidates_limit: value 16385 invalid, must be 16384 or smaller/,
    { query: { nearest: 1, mmr: { candidates_limit: 16385 } }, using: 'a' },
  ],
  [
    400,
    /recommend.strategy must be one of average_vector, best_score, sum_scores/,
    { query: { recommend: { strategy: 'mean' } } },
  ],
  [
    422,
    /At least one positive or negative vector\/id must be provided/,
    { query: { recommend: { strategy: 'best_score' } }, using: 'a' },
  ],
  [400, /Positive vectors should not be empty/, { query: { recommend: { negative: [1] } }, using: 'a' }],
  [404, 'Not found: No point with id 7 found', { query: { recommend: { positive: [1, 7] } }, using: 'a' }],
  [
    404,
    'Not found: No point with id 7 found',
    { query: { discover: { target: 1, context: { positive: 7, negative: 1 } } }, using: 'a' },
  ],
  [
    404,
    'Not found: No point with id 7 found',
    { prefetch: { query: { context: { positive: 1, negative: 7 } }, using: 'a' }, query: 1, using: 'a' },
  ],
  [
    404,
    'Not found: Vector with name "b" for point not found',
    { query: { context: { positive: 1, negative: 2 } }, using: 'b' },
  ],
  [400, 'Wrong input: Not existing vector name error: x', { query: 1, using: 'x' }],
  [400, 'Wrong input: Not existing vector name error: x', { prefetch: { query: 1, using: 'x' }, query: 1, using: 'a' }],
  [
    400,
    /Collection requires specified vector name in the request, available names: a, b, s/,
    { query: { recommend: { positive: [1] } } },
  ],
  [
    400,
    /Vector dimension error: expected dim: 2, got 3/,
    { query: { discover: { target: [1, 2, 3], context: null } }, using: 'a' },
  ],
  [
    400,
    /Vector dimension error: expected dim: 2, got 1/,
    { query: { recommend: { positive: [1], negative: [[1]] } }, using: 'a' },
  ],
  [400, /sparse and regular/, { query: { nearest: { indices: [1], values: [1] } }, using: 'a' }],
  [
    400,
    /negative may have at most 10000 elements, not 10001/,
    { query: { recommend: { positive: [1], negative: Array.from({ length: 10_001 }, () => 2) } } },
  ],
  [
    400,
    /context may have at most 5000 elements, not 5001/,
    { query: { context: Array.from({ length: 5001 }, () => ({ positive: 1, negative: 2 })) } },
  ],
  [
    400,
    /feedback may have at most 1000 elements, not 1001/,
    {
      query: {
        relevance_feedback: {
          target: 1,
          feedback: Array.from({ length: 1001 }, () => ({ example: 1, score: 1 })),
          strategy: { naive: { a: 1, b: 1, c: 1 } },
        },
      },
      using: 'a',
    },
  ],
  [422, /not a valid point ID/, { query: { recommend: { positive: ['cat'] } }, using: 'a' }],
  [422, /must be finite/, { query: { discover: { target: [1, Infinity], context: [] } }, using: 'a' }],
  [422, /limit: value 0 invalid/, { prefetch: { ...prefetch, limit: 0 }, query: 1, using: 'a' }],
  [400, /unknown field `offset` in the prefetch/, { prefetch: { ...prefetch, offset: 1 }, query: 1, using: 'a' }],
  [
    400,
    /unknown field `with_payload` in the prefetch/,
    { prefetch: { ...prefetch, with_payload: true }, query: 1, using: 'a' },
  ],
  [400, /unknown field `mmr`/, { query: { recommend: { positive: [1] }, mmr: {} }, using: 'a' }],
  [400, /query must be a vector, a point ID or one of nearest, recommend/, { query: { search: 1 } }],
  [400, /query must be a vector, a point ID or one of/, { query: {} }],
  [400, /unknown field `ef` in params/, { query: 1, using: 'a', params: { ef: 1 } }],
  [400, /unknown variant `local` in params.idf/, { query: 1, params: { idf: 'local' } }],
  [400, /params.idf.corpus must be an object/, { query: 1, params: { idf: {} } }],
  [400, /unknown field `filter` in params.idf/, { query: 1, params: { idf: { corpus: {}, filter: {} } } }],
  [400, /lookup_from must be/, { query: 1, using: 'a', lookup_from: {} }],
  [501, /shard key/, { query: 1, using: 'a', lookup_from: { collection: 'c', shard_key: 'x' } }],
  [
    422,
    /score_threshold: value Infinity invalid, must be finite in float32/,
    { query: 1, using: 'a', score_threshold: Infinity },
  ],
  [400, /feedback must be a list/, feedback({ feedback: 3, strategy: { naive: { a: 1, b: 1, c: 1 } } })],
  [422, /feedback elements must be non-empty/, feedback({ strategy: { naive: { a: 1, b: 1, c: 1 } } })],
  [400, /missing field `context` in query.discover/, { query: { discover: { target: [1, 2] } }, using: 'a' }],
  [422, /hnsw_ef: value 0 invalid/, { params: { hnsw_ef: 0 } }],
  [400, /hnsw_ef is string/, { params: { hnsw_ef: 'x' } }],
  [400, /exact of params must be a boolean/, { params: { exact: 'yes' } }],
  [422, /oversampling: value 0.5/, { params: { quantization: { oversampling: 0.5 } } }],
  [422, /all vectors must have the same dimension/, { query: [[1, 2], [3]], using: 'a' }],
  [
    400,
    /missing field `query\.relevance_feedback\.strategy\.naive\.c`/,
    feedback({ strategy: { naive: { a: 1, b: 1 } } }),
  ],
  [400, /relevance_feedback.strategy must be an object/, feedback({})],
  [
    400,
    /missing field `query\.relevance_feedback\.feedback\[0\]\.score`/,
    feedback({ feedback: [{ example: 1 }], strategy: { naive: { a: 1, b: 1, c: 1 } } }),
  ],
])('a query is rejected with status %d: %s', async (status, message, request) => {
  await using database = await open();
  const expected = typeof message === 'string' ? message : expect.stringMatching(message);
  const name = request === null ? 'none' : 'c';
  const refused = { code: 'VECTOR_STORE', status, message: expected };
  const body = (request ?? {}) as never;
  await expect(database.query(name, body)).rejects.toMatchObject(refused);
  await expect(database.queryBatch(name, { searches: [{}, body] })).rejects.toMatchObject(refused);
});

test('prefetches can be nested 64 levels deep', async () => {
  await using database = await open();
  const nest = (depth: number): object => (depth === 0 ? {} : { prefetch: nest(depth - 1), query: 1, using: 'a' });
  expect((await database.query('c', nest(64))).points.map(({ id }) => id)).toEqual([2]);
  await expect(database.query('c', nest(65))).rejects.toMatchObject({
    status: 400,
    message: 'Wrong input: Validation failed: prefetches depth 65 exceeds max depth 64',
  });
});

test('accepts parameters of an approximate index', async () => {
  await using database = await open();
  const params = {
    hnsw_ef: 10,
    exact: true,
    indexed_only: false,
    quantization: null,
    acorn: {},
  };
  const { points } = await database.query('c', { query: [1, 2], using: 'a', params, timeout: 3, consistency: 'all' });
  expect(points.map(({ id }) => id)).toEqual([2, 1]);
});

test('a batch is one body with a list', async () => {
  await using database = await open();
  expect(await database.queryBatch('c', { searches: [] })).toEqual([]);
  await expect(database.queryBatch('c', {} as never)).rejects.toMatchObject({ status: 400 });
  await expect(database.queryBatch('c', { searches: [], limit: 1 } as never)).rejects.toMatchObject({ status: 400 });
});

test('an empty list of prefetches counts as none, and typed arrays are accepted as vectors', async () => {
  await using database = await open();
  const query = { recommend: { positive: [Float32Array.of(1, 0)] } };
  const { points } = await database.query('c', { prefetch: [], query, using: 'a' });
  expect(points.map(({ id, score }) => [id, score])).toEqual([
    [1, 1],
    [2, 0],
  ]);
});

test('a batch sees one state of the collection, whatever is written after the call', async () => {
  await using database = await open();
  const search = { query: [1, 1], using: 'a' };
  const answering = database.queryBatch('c', { searches: [search, search, search] });
  const writing = database.upsert('c', { points: [{ id: 3, vector: { a: [9, 9] } }] });
  const [first, ...others] = await answering;
  expect(first!.points.map(({ id }) => id)).toEqual([1, 2]);
  expect(others).toEqual([first, first]);
  await writing;
  expect((await database.query('c', search)).points[0]!.id).toBe(3);
});
