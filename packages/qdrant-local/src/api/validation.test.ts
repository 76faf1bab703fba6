import { describe, expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

async function open(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: { a: { size: 2, distance: 'Dot' } },
    sparse_vectors: { plain: {}, idf: { modifier: 'idf' } },
  });
  await database.upsert('c', {
    points: [
      { id: 1, vector: { a: [1, 0], plain: { indices: [1], values: [1] }, idf: { indices: [1], values: [1] } } },
    ],
  });
  return database;
}

type Call = (database: QdrantLocal) => Promise<unknown>;
const query =
  (body: object): Call =>
  (it) =>
    it.query('c', { query: [1, 0], using: 'a', ...body } as never);
const create =
  (body: object): Call =>
  (it) =>
    it.createCollection('new', body as never);
const index =
  (field_schema: unknown): Call =>
  (it) =>
    it.createPayloadIndex('c', { field_name: 'text', field_schema } as never);

const feedback = (b: number): Call =>
  query({
    query: {
      relevance_feedback: { target: 1, feedback: [{ example: 1, score: 1 }], strategy: { naive: { a: 1, b, c: 1 } } },
    },
  });

// Each row follows the types in the server's source: what serde cannot parse is 400, what `validator` rejects is 422.
test.each<[number | 'accepted', string, Call]>([
  [400, 'a text as hnsw_ef', query({ params: { hnsw_ef: 'x' } })],
  [422, 'hnsw_ef: 0', query({ params: { hnsw_ef: 0 } })],
  [400, 'a text as exact', query({ params: { exact: 'yes' } })],
  [400, 'a text as indexed_only', query({ params: { indexed_only: 'yes' } })],
  [422, 'an oversampling below 1', query({ params: { quantization: { oversampling: 0.5 } } })],
  [422, 'limit: 0', query({ limit: 0 })],
  ['accepted', 'a limit of 2^64 - 1', query({ limit: 2 ** 64 })],
  ['accepted', 'a limit of 2^64 - 1 as a bigint', query({ limit: 2n ** 64n - 1n })],
  [400, 'a discovery without a context', query({ query: { discover: { target: [1, 0] } } })],
  [
    'accepted',
    'a discovery with a context that is null',
    query({ query: { discover: { target: [1, 0], context: null } } }),
  ],
  ['accepted', 'a discovery with an empty context', query({ query: { discover: { target: [1, 0], context: [] } } })],
  [422, 'a recommendation without examples', query({ query: { recommend: {} } })],
  [400, 'min_should without min_count', query({ filter: { min_should: { conditions: [] } } })],
  [422, 'min_count: 0', query({ filter: { min_should: { conditions: [], min_count: 0 } } })],
  [400, 'a slice without an index', query({ filter: { must: { slice: { total: 2 } } } })],
  [400, 'a slice of 0', query({ filter: { must: { slice: { total: 0, index: 0 } } } })],
  [400, 'a slice beyond the last', query({ filter: { must: { slice: { total: 2, index: 2 } } } })],
  [
    'accepted',
    'invalid points next to a batch',
    (it) => it.upsert('c', { points: [{ id: 'no' }], batch: { ids: [2], vectors: { a: [[1, 1]] } } } as never),
  ],
  [
    422,
    'an update with only an empty sparse vector',
    (it) => it.updateVectors('c', { points: [{ id: 1, vector: { plain: { indices: [], values: [] } } }] }),
  ],
  [
    'accepted',
    'an update with an empty sparse vector and another vector',
    (it) => it.updateVectors('c', { points: [{ id: 1, vector: { a: [1, 1], plain: { indices: [], values: [] } } }] }),
  ],
  [
    'accepted',
    'an upsert with an empty sparse vector',
    (it) => it.upsert('c', { points: [{ id: 1, vector: { plain: { indices: [], values: [] } } }] }),
  ],
  [422, 'an update of no points', (it) => it.updateVectors('c', { points: [] })],
  [422, 'a deletion of no vectors', (it) => it.deleteVectors('c', { points: [1], vector: [] })],
  [400, 'a deletion of vectors of no points', (it) => it.deleteVectors('c', { points: [], vector: ['a'] })],
  [400, 'a size of 0', create({ vectors: { size: 0, distance: 'Dot' } })],
  [422, 'a size beyond 65,536', create({ vectors: { size: 65_537, distance: 'Dot' } })],
  [422, 'a collection called .', (it) => it.createCollection('.', {})],
  [422, 'a collection called ..', (it) => it.createCollection('..', {})],
  [400, 'a vector called ..', create({ vectors: { '..': { size: 1, distance: 'Dot' } } })],
  [400, 'a sparse vector called .', create({ sparse_vectors: { '.': {} } })],
  [422, 'a negative power of confidence', feedback(-1)],
  ['accepted', 'no power of confidence', feedback(0)],
  [422, 'no shards', create({ shard_number: 0 })],
  [400, 'more shards than 32 bits count', create({ shard_number: 2 ** 32 })],
  [
    400,
    'a replication factor of 0 in an update',
    (it) => it.updateCollection('c', { params: { replication_factor: 0 } }),
  ],
  [
    'accepted',
    'a read fan-out of 0 in an update',
    (it) => it.updateCollection('c', { params: { read_fan_out_factor: 0 } } as never),
  ],
  [422, 'ef_construct below 4', create({ hnsw_config: { ef_construct: 1 } })],
  [400, 'a fraction as ef_construct', create({ hnsw_config: { ef_construct: 4.5 } })],
  ['accepted', 'a fraction as deleted_threshold', create({ optimizers_config: { deleted_threshold: 0.5 } })],
  [422, 'a deleted_threshold above 1', create({ optimizers_config: { deleted_threshold: 1.5 } })],
  ['accepted', 'an automatic number of threads', create({ optimizers_config: { max_optimization_threads: 'auto' } })],
  [400, 'an unknown number of threads', create({ optimizers_config: { max_optimization_threads: 'some' } })],
  [400, 'an unknown memory setting', create({ hnsw_config: { memory: 'warm' } })],
])('%s: %s', async (status, _, call) => {
  await using database = await open();
  const answer = call(database);
  if (status === 'accepted') await answer;
  else await expect(answer).rejects.toMatchObject({ name: 'VectorStoreError', status });
});

const unsigned: Readonly<Record<string, (value: unknown) => Call>> = {
  'limit of a query': (limit) => query({ limit }),
  'offset of a query': (offset) => query({ offset }),
  'limit of a prefetch': (limit) => query({ prefetch: { query: [1, 0], using: 'a', limit } }),
  'limit of a scroll': (limit) => (it) => it.scroll('c', { limit } as never),
  'limit of a facet': (limit) => (it) => it.facet('c', { key: 'n', limit } as never),
  'limit of a matrix': (limit) => (it) => it.searchMatrixPairs('c', { using: 'a', limit } as never),
  'sample of a matrix': (sample) => (it) => it.searchMatrixOffsets('c', { using: 'a', sample } as never),
  group_size: (group_size) => (it) =>
    it.queryGroups('c', { query: [1, 0], using: 'a', group_by: 'n', group_size } as never),
  hnsw_ef: (hnsw_ef) => query({ params: { hnsw_ef } }),
  candidates_limit: (candidates_limit) => query({ query: { nearest: [1, 0], mmr: { candidates_limit } } }),
  'k of rrf': (k) => query({ prefetch: { query: [1, 0], using: 'a' }, query: { rrf: { k } }, using: null }),
  min_count: (min_count) => query({ filter: { min_should: { conditions: [], min_count } } }),
  'total of a slice': (total) => query({ filter: { must: { slice: { total, index: 0 } } } }),
  'index of a slice': (position) => query({ filter: { must: { slice: { total: 9, index: position } } } }),
  'bound of values_count': (gt) => query({ filter: { must: { key: 'n', values_count: { gt } } } }),
  'index of a sparse vector': (position) => query({ query: { indices: [position], values: [1] }, using: 'plain' }),
  size: (size) => create({ vectors: { size, distance: 'Dot' } }),
  shard_number: (shard_number) => create({ shard_number }),
  replication_factor: (replication_factor) => create({ replication_factor }),
  write_consistency_factor: (write_consistency_factor) => create({ write_consistency_factor }),
  'read_fan_out_factor of an update': (read_fan_out_factor) => (it) =>
    it.updateCollection('c', { params: { read_fan_out_factor } } as never),
  'full_scan_threshold of a sparse vector': (full_scan_threshold) =>
    create({ sparse_vectors: { s: { index: { full_scan_threshold } } } }),
  ...Object.fromEntries(
    ['m', 'ef_construct', 'full_scan_threshold', 'max_indexing_threads', 'payload_m'].map((key) => [
      key,
      (value: unknown) => create({ hnsw_config: { [key]: value } }),
    ]),
  ),
  ...Object.fromEntries(
    [
      'vacuum_min_vector_number',
      'default_segment_number',
      'max_segment_size',
      'memmap_threshold',
      'indexing_threshold',
      'flush_interval_sec',
      'max_optimization_threads',
    ].map((key) => [key, (value: unknown) => create({ optimizers_config: { [key]: value } })]),
  ),
  ...Object.fromEntries(
    ['wal_capacity_mb', 'wal_segments_ahead', 'wal_retain_closed'].map((key) => [
      key,
      (value: unknown) => create({ wal_config: { [key]: value } }),
    ]),
  ),
  min_token_len: (min_token_len) => index({ type: 'text', min_token_len }),
  max_token_len: (max_token_len) => index({ type: 'text', max_token_len }),
};

describe.each(Object.entries(unsigned))('%s', (_, call) => {
  test.each([-1, 1.5, '1', true, NaN, [1]])('rejects %j', async (value) => {
    await using database = await open();
    await expect(call(value)(database)).rejects.toMatchObject({ name: 'VectorStoreError', status: 400 });
  });
});

describe('params.idf', () => {
  const sparse = (using: string, idf: unknown): Call =>
    query({ query: { indices: [1], values: [1] }, using, params: { idf } });

  test.each(['global', { corpus: {} }])('%j requires a vector with the modifier idf', async (idf) => {
    await using database = await open();
    await sparse('idf', idf)(database);
    await sparse('plain', null)(database);
    const message = /search param `idf` requires a sparse vector with the `idf` modifier, which vector "plain" is not/;
    await expect(sparse('plain', idf)(database)).rejects.toMatchObject({ status: 400, message: message as never });
    await expect(query({ params: { idf } })(database)).rejects.toMatchObject({ status: 400 });
    const prefetch = { query: [1, 0], using: 'a', params: { idf } };
    await expect(query({ prefetch, query: { fusion: 'rrf' }, using: null })(database)).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('a language of a text index', () => {
  test.each([
    ['stemmer', { type: 'snowball', language: 'de' }, { type: 'snowball', language: 'german' }],
    ['stemmer', { type: 'snowball', language: 'ta' }, { type: 'snowball', language: 'tamil' }],
    ['stopwords', 'en', 'english'],
    ['stopwords', { languages: ['en'], custom: ['x'] }, { languages: ['english'], custom: ['x'] }],
  ])('can be a two-letter code in %s %j', async (key, given, named) => {
    await using database = await open();
    await index({ type: 'text', [key]: given })(database);
    const { payload_schema: schema } = await database.getCollection('c');
    expect(schema['text']!.params).toEqual({ type: 'text', [key]: named });
  });

  test.each([
    [400, { stemmer: { type: 'snowball', language: 'xx' } }],
    [501, { stemmer: { type: 'snowball', language: 'el' } }],
    [400, { stopwords: 'klingon' }],
    [400, { stopwords: 'ta' }],
    [501, { stopwords: 'fr' }],
    [501, { stopwords: { languages: ['french'] } }],
  ])('is rejected with status %d in %j', async (status, settings) => {
    await using database = await open();
    await expect(index({ type: 'text', ...settings })(database)).rejects.toMatchObject({ status });
  });
});

test('an empty list of payload keys selects no keys', async () => {
  await using database = await open();
  await database.setPayload('c', { points: [1], payload: { n: 1 } });
  for (const with_payload of [[], { include: [] }]) {
    const { points } = await database.query('c', { with_payload });
    expect(points[0]!.payload).toEqual({});
  }
  const { points } = await database.query('c', { with_payload: { exclude: [] }, with_vector: [] });
  expect(points[0]).toMatchObject({ payload: { n: 1 }, vector: {} });
});

test('stores copies of the given settings', async () => {
  await using database = await open();
  const settings = { vectors: { size: 1, distance: 'Dot' }, metadata: { by: ['me'] }, hnsw_config: { m: 8 } };
  await create(settings)(database);
  const before = structuredClone((await database.getCollection('new')).config);
  settings.vectors.size = 9;
  settings.metadata.by.push('you');
  settings.hnsw_config.m = 9;
  expect((await database.getCollection('new')).config).toEqual(before);
});

const coefficients = (naive: object): object => ({
  relevance_feedback: { target: 1, feedback: [{ example: 1, score: 1 }], strategy: { naive } },
});

test.each<[string, Call]>([
  ['query.mmr.diversity must be a number', query({ query: { nearest: 1, mmr: { diversity: 'x' } } })],
  ['query.mmr.candidates_limit is -1', query({ query: { nearest: 1, mmr: { candidates_limit: -1 } } })],
  [
    'query.relevance_feedback.strategy.naive.b must be a number',
    query({ query: coefficients({ a: 1, b: 'x', c: 1 }) }),
  ],
  ['params.hnsw_ef: value 0 invalid', query({ params: { hnsw_ef: 0 } })],
  ['params.quantization.oversampling must be a number', query({ params: { quantization: { oversampling: 'x' } } })],
  ['params.acorn.max_selectivity must be a number', query({ params: { acorn: { max_selectivity: 'x' } } })],
  [
    'with_payload.include[1] must be a string with the path of a payload key, but is 5',
    query({ with_payload: { include: ['a', 5] } }),
  ],
  ["Invalid json path: 'a..b' in with_payload[0]", query({ with_payload: ['a..b'] })],
  ...['keyword', 'integer', 'float', 'geo', 'text', 'bool', 'datetime', 'uuid'].map((type): [string, Call] => [
    'field_schema.nested must be a string with the path of a payload key, but is true',
    index({ type, nested: true }),
  ]),
  ["Invalid json path: 'offers[' in field_schema.nested", index({ type: 'keyword', nested: 'offers[' })],
  [
    'field_name `text` of an index with field_schema.nested must be inside the elements of its array, such as `offers[].name`',
    index({ type: 'keyword', nested: 'offers' }),
  ],
  [
    'group_by must be a string with the path of a payload key, but is null',
    (it) => it.queryGroups('c', { group_by: null } as never),
  ],
  [
    'keys[1] must be a string with the path of a payload key, but is 7',
    (it) => it.deletePayload('c', { points: [1], keys: ['a', 7] } as never),
  ],
])('a rejection says "%s"', async (message, call) => {
  await using database = await open();
  await expect(call(database)).rejects.toThrow(message);
});
