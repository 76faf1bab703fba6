import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test, onTestFinished } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

test('a collection returns every setting it was created with', async () => {
  await using database = new QdrantLocal();
  const vectors = {
    plain: { size: 4, distance: 'Dot' },
    tuned: {
      size: 3,
      distance: 'Cosine',
      datatype: 'float16',
      multivector_config: { comparator: 'max_sim' },
      on_disk: true,
      memory: 'pinned',
      hnsw_config: { m: 8, on_disk: false },
      quantization_config: { scalar: { type: 'int8' } },
    },
  } as const;
  const sparse = {
    terms: {},
    bm25: { modifier: 'idf', index: { full_scan_threshold: 5, on_disk: true, datatype: 'uint8' } },
  } as const;
  await database.createCollection('c', {
    vectors,
    sparse_vectors: sparse,
    metadata: { by: 'me' },
    hnsw_config: { ef_construct: 200, m: null },
    optimizers_config: { flush_interval_sec: 1, indexing_threshold: 9 },
    wal_config: { wal_capacity_mb: 1 },
    quantization_config: { binary: {} },
    on_disk_payload: true,
    shard_number: 2,
    replication_factor: null,
  });
  await database.upsert('c', {
    points: [
      { id: 1, vector: { terms: { indices: [1], values: [1] }, bm25: { indices: [], values: [] } } },
      { id: 2, vector: { plain: [1, 2, 3, 4], terms: { indices: [2], values: [1] } } },
    ],
  });
  const info = await database.getCollection('c');
  expect(info).toMatchObject({ status: 'green', points_count: 2, indexed_vectors_count: 2 });
  expect(info.config).toEqual({
    params: {
      vectors,
      sparse_vectors: sparse,
      shard_number: 2,
      replication_factor: 1,
      write_consistency_factor: 1,
      on_disk_payload: true,
    },
    hnsw_config: { m: 16, ef_construct: 200, full_scan_threshold: 10_000 },
    optimizer_config: {
      deleted_threshold: 0.2,
      vacuum_min_vector_number: 1000,
      default_segment_number: 0,
      flush_interval_sec: 1,
      indexing_threshold: 9,
      max_segment_size: null,
      memmap_threshold: null,
      max_optimization_threads: null,
    },
    wal_config: { wal_capacity_mb: 1, wal_segments_ahead: 0 },
    quantization_config: { binary: {} },
    metadata: { by: 'me' },
  });
});

test('describes a collection without settings in the form that clients of a server read', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { optimizers_config: { max_optimization_threads: 'auto' } });
  expect((await database.getCollection('c')).config).toMatchObject({
    params: { on_disk_payload: true },
    optimizer_config: { max_optimization_threads: null },
    wal_config: { wal_capacity_mb: 32, wal_segments_ahead: 0 },
    quantization_config: null,
  });
});

test('treats null settings as missing', async () => {
  await using database = new QdrantLocal();
  const nothing = { multivector_config: null, datatype: null, on_disk: null, hnsw_config: null } as const;
  await database.createCollection('c', {
    vectors: { size: 1, distance: 'Dot', ...nothing },
    sparse_vectors: { terms: { modifier: null, index: null } },
    metadata: null,
  });
  const { params, metadata } = (await database.getCollection('c')).config;
  expect(params.vectors).toEqual({ size: 1, distance: 'Dot' });
  expect(params.sparse_vectors).toEqual({ terms: {} });
  expect(metadata).toBeUndefined();
});

test.each(['turbo4', 'turbo8', 'turbo16'] as const)(
  'stores and scores vectors of the datatype %s as float32',
  async (datatype) => {
    await using database = new QdrantLocal();
    const dense = { size: 3, distance: 'Dot', datatype, quantization_config: { turbo: { bits: 'bits8' } } } as const;
    const vectors = { dense, multi: { ...dense, multivector_config: { comparator: 'max_sim' } } } as const;
    await database.createCollection('c', { vectors });
    expect((await database.getCollection('c')).config.params.vectors).toEqual(vectors);
    const vector = { dense: [0.1, -2000.5, 3e-7], multi: [[0.1, -2000.5, 3e-7]] };
    await database.upsert('c', { points: [{ id: 1, vector }] });
    expect((await database.scroll('c', { with_vector: true })).points[0]!.vector).toEqual(vector);
    const { points } = await database.query('c', { query: [0, 1, 0], using: 'dense' });
    expect(points[0]!.score).toBe(-2000.5);
  },
);

test('returns the memory setting of the id tracker', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { id_tracker: { memory: 'cold' } });
  expect((await database.getCollection('c')).config.params.id_tracker).toEqual({ memory: 'cold' });
  await database.updateCollection('c', { params: { id_tracker: { memory: 'cached' } } } as never);
  expect((await database.getCollection('c')).config.params.id_tracker).toEqual({ memory: 'cached' });
  const update = database.updateCollection('c', { params: { id_tracker: { memory: 'warm' } } } as never);
  await expect(update).rejects.toMatchObject({ status: 400 });
});

test.each<[number, RegExp, object]>([
  [
    400,
    /unknown variant `min_sim`/,
    { vectors: { size: 4, distance: 'Dot', multivector_config: { comparator: 'min_sim' } } },
  ],
  [400, /missing field `comparator`/, { vectors: { size: 4, distance: 'Dot', multivector_config: {} } }],
  [400, /unknown variant `int8`/, { vectors: { size: 4, distance: 'Dot', datatype: 'int8' } }],
  [400, /unknown variant `turbo4`/, { sparse_vectors: { s: { index: { datatype: 'turbo4' } } } }],
  [400, /missing field `distance`/, { vectors: { size: 4 } }],
  [
    400,
    /Invalid dense vector name `a\/b`: vector name cannot contain "\/" char/,
    { vectors: { 'a/b': { size: 4, distance: 'Dot' } } },
  ],
  [400, /at most 200 bytes/, { sparse_vectors: { ['é'.repeat(101)]: {} } }],
  [400, /duplicate found with 'a'/, { vectors: { a: { size: 4, distance: 'Dot' } }, sparse_vectors: { a: {} } }],
  [400, /Sparse vector name cannot be empty/, { sparse_vectors: { '': {} } }],
  [400, /unknown variant `bm25`/, { sparse_vectors: { terms: { modifier: 'bm25' } } }],
  [400, /unknown field `m`/, { sparse_vectors: { terms: { index: { m: 1 } } } }],
  [400, /unknown field `ef`/, { hnsw_config: { ef: 10 } }],
  [400, /hnsw_config.m must be a whole number/, { hnsw_config: { m: '16' } }],
  [
    400,
    /vectors.hnsw_config.on_disk must be a boolean/,
    { vectors: { size: 1, distance: 'Dot', hnsw_config: { on_disk: 1 } } },
  ],
  [400, /optimizers_config.deleted_threshold must be a number/, { optimizers_config: { deleted_threshold: NaN } }],
  [422, /shard_number/, { shard_number: 0 }],
  [400, /on_disk_payload must be a boolean/, { on_disk_payload: 'yes' }],
])('status %d, %s', async (status, message, request) => {
  await using database = new QdrantLocal();
  const creation = database.createCollection('c', request as never);
  await expect(creation).rejects.toMatchObject({ status, message: expect.stringMatching(message) as string });
  expect(await database.collectionExists('c')).toEqual({ exists: false });
});

test('updates settings by merging, and keeps unnamed ones', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: {
      a: { size: 1, distance: 'Dot', hnsw_config: { m: 8, payload_m: 4 }, quantization_config: { binary: {} } },
    },
    sparse_vectors: { terms: { index: { on_disk: true } } },
    metadata: { by: 'me', since: 1 },
    hnsw_config: { m: 7 },
  });
  await database.upsert('c', {
    points: [1, 2, 3].map((id) => ({ id, vector: { terms: { indices: [id], values: [1] } } })),
  });
  expect(
    await database.updateCollection('c', {
      vectors: { a: { hnsw_config: { m: 9 }, quantization_config: 'Disabled', on_disk: true } },
      sparse_vectors: { terms: { modifier: 'idf', index: { full_scan_threshold: 1 } } },
      metadata: { since: null, until: 2 },
      params: { replication_factor: 3, on_disk_payload: true },
      hnsw_config: { ef_construct: 50 },
    }),
  ).toBe(true);
  const { params, hnsw_config: hnsw, metadata } = (await database.getCollection('c')).config;
  expect(params).toMatchObject({ replication_factor: 3, on_disk_payload: true });
  expect(params.vectors).toEqual({
    a: { size: 1, distance: 'Dot', hnsw_config: { m: 9, payload_m: 4 }, on_disk: true },
  });
  expect(params.sparse_vectors).toEqual({
    terms: { modifier: 'idf', index: { on_disk: true, full_scan_threshold: 1 } },
  });
  expect(hnsw).toMatchObject({ m: 7, ef_construct: 50 });
  expect(metadata).toEqual({ by: 'me', until: 2 });
  const hits = await database.query('c', { query: { indices: [2], values: [1] }, using: 'terms' });
  expect(hits.points[0]).toMatchObject({ id: 2, score: expect.closeTo(Math.log(2.5 / 1.5 + 1), 6) as number });
});

test.each<[number, RegExp, object]>([
  [400, /Not existing vector name error: x/, { vectors: { x: {} } }],
  [400, /Not existing vector name error: a/, { sparse_vectors: { a: {} } }],
  [400, /unknown field `size` in vectors.a/, { vectors: { a: { size: 2 } } }],
  [501, /Strict mode/, { strict_mode_config: { enabled: true } }],
  [400, /replication_factor/, { params: { replication_factor: 0 } }],
])('an update is rejected with %d %s and changes nothing', async (status, message, request) => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { a: { size: 1, distance: 'Dot' } } });
  const before = await database.getCollection('c');
  const update = database.updateCollection('c', { metadata: { changed: true }, ...request });
  await expect(update).rejects.toMatchObject({ status, message: expect.stringMatching(message) as string });
  expect(await database.getCollection('c')).toEqual(before);
});

test('float16 vectors reject values that exceed float16', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 2, distance: 'Dot', datatype: 'float16' } });
  await expect(database.upsert('c', { points: [{ id: 1, vector: [1, 65_520] }] })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('vector[1]: value 65520 invalid, must be finite in float16') as string,
  });
  await database.upsert('c', { points: [{ id: 1, vector: [0.1, 65_519] }] });
  expect((await database.scroll('c', { with_vector: true })).points[0]!.vector).toEqual([0.099975586, 65_504]);
});

test('a collection reports its creation time, even after reopening; import and recreation set a new time', async () => {
  const path = await mkdtemp(join(tmpdir(), 'created-at-'));
  onTestFinished(() => rm(path, { recursive: true }));
  let time = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
  const createdAt = async (database: QdrantLocal): Promise<unknown> => (await database.getCollection('c')).created_at;
  {
    await using database = new QdrantLocal({ path, now: () => time });
    await database.createCollection('c', {});
    time += 1000;
    await database.updateCollection('c', { hnsw_config: { m: 9 } });
    expect(await createdAt(database)).toBe('2026-01-02T03:04:05.006Z');
  }
  await using database = new QdrantLocal({ path, now: () => time });
  expect(await createdAt(database)).toBe('2026-01-02T03:04:05.006Z');
  await database.importCollection('copy', database.exportCollection('c'));
  expect((await database.getCollection('copy')).created_at).toBe('2026-01-02T03:04:06.006Z');
  await database.recreateCollection('c', {});
  expect(await createdAt(database)).toBe('2026-01-02T03:04:06.006Z');
});
