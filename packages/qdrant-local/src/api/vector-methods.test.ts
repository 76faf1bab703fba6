import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

const root = await mkdtemp(join(tmpdir(), 'qdrant-local-vectors-'));
afterAll(() => rm(root, { recursive: true }));

const settings = {
  vectors: {
    text: { size: 2, distance: 'Cosine' },
    colbert: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
    bytes: { size: 3, distance: 'Euclid', datatype: 'uint8' },
  },
  sparse_vectors: { terms: { modifier: 'idf' } },
} as const;
const terms = { indices: [7, 3], values: [0.1, 2] };

async function openFilled(path?: string): Promise<QdrantLocal> {
  const database = new QdrantLocal(path === undefined ? {} : { path });
  await database.createCollection('c', settings);
  await database.upsert('c', {
    points: [
      {
        id: 1,
        vector: {
          text: [3, 4],
          colbert: [
            [1, 2],
            [3, 4],
          ],
          terms,
        },
        payload: { n: 1 },
      },
      { id: 2, vector: { bytes: [1.9, 300, -5], colbert: [5, 6] }, payload: { n: 2 } },
      { id: 3, vector: {} },
    ],
  });
  return database;
}

const all = { with_vector: true } as const;
const failure = (status: number, message: string | RegExp) =>
  expect.objectContaining({
    code: 'VECTOR_STORE',
    status,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

test('returns vectors of all kinds as stored, and omits the names that a point lacks', async () => {
  await using database = await openFilled();
  expect((await database.scroll('c', all)).points).toEqual([
    {
      id: 1,
      payload: { n: 1 },
      vector: {
        text: [0.6, 0.8],
        colbert: [
          [1, 2],
          [3, 4],
        ],
        terms: { indices: [3, 7], values: [2, 0.1] },
      },
    },
    { id: 2, payload: { n: 2 }, vector: { colbert: [[5, 6]], bytes: [1, 255, 0] } },
    { id: 3, payload: {}, vector: {} },
  ]);
  const [point] = await database.retrieve('c', { ids: [1], with_vector: ['terms', 'bytes'], with_payload: false });
  expect(point).toEqual({ id: 1, vector: { terms: { indices: [3, 7], values: [2, 0.1] } } });
});

test('returns an unnamed vector without a name, or with the empty name when there are others', async () => {
  await using database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' }, sparse_vectors: { terms: {} } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [1] },
      { id: 2, vector: { '': [2], terms } },
    ],
  });
  const { points } = await database.scroll('c', all);
  expect(points.map(({ vector }) => vector)).toEqual([[1], { '': [2], terms: { indices: [3, 7], values: [2, 0.1] } }]);
});

test('compares bytes by cosine without normalizing them', async () => {
  await using database = new QdrantLocal();
  const bytes = { size: 2, distance: 'Cosine', datatype: 'uint8' } as const;
  await database.createCollection('c', {
    vectors: { one: bytes, many: { ...bytes, multivector_config: { comparator: 'max_sim' } } },
  });
  await database.upsert('c', {
    points: [
      {
        id: 1,
        vector: {
          one: [3, 4],
          many: [
            [4, 3],
            [3, 4],
          ],
        },
      },
    ],
  });
  const [one] = (await database.query('c', { query: [6, 8], using: 'one', with_vector: true })).points;
  expect(one).toMatchObject({
    score: 1,
    vector: {
      one: [3, 4],
      many: [
        [4, 3],
        [3, 4],
      ],
    },
  });
  const [many] = (
    await database.query('c', {
      query: [
        [6, 8],
        [0, 0],
        [1, 0],
      ],
      using: 'many',
    })
  ).points;
  expect(many!.score).toBe(1.8);
});

test('a single vector can query a multivector, and be stored as one', async () => {
  await using database = await openFilled();
  const { points } = await database.query('c', { query: [1, 1], using: 'colbert' });
  expect(points.map(({ id, score }) => [id, score])).toEqual([
    [2, 11],
    [1, 7],
  ]);
});

describe('updateVectors', () => {
  test('changes the named vectors, in the order of the points, and nothing else', async () => {
    await using database = await openFilled();
    const points = [
      { id: 1, vector: { text: [0, 1], terms: { indices: [], values: [] } } },
      { id: 1, vector: { text: [1, 0] } },
      { id: 3, vector: { bytes: [1, 2, 3] } },
    ];
    expect(await database.updateVectors('c', { points })).toEqual({ operation_id: 1, status: 'completed' });
    const [first, second, third] = (await database.scroll('c', all)).points;
    expect(first).toEqual({
      id: 1,
      payload: { n: 1 },
      vector: {
        text: [1, 0],
        colbert: [
          [1, 2],
          [3, 4],
        ],
        terms: { indices: [], values: [] },
      },
    });
    expect(second!.vector).toEqual({ colbert: [[5, 6]], bytes: [1, 255, 0] });
    expect(third!.vector).toEqual({ bytes: [1, 2, 3] });
    const hits = await database.query('c', { query: [1, 2, 3], using: 'bytes' });
    expect(hits.points.map(({ id, version }) => [id, version])).toEqual([
      [3, 1],
      [2, 0],
    ]);
  });

  test('does not change points that do not pass its filter', async () => {
    await using database = await openFilled();
    const points = [1, 2].map((id) => ({ id, vector: { text: [1, 0] } }));
    const filter = { must: [{ key: 'n', match: { value: 2 } }] };
    await database.updateVectors('c', { points, update_filter: filter });
    const found = await database.retrieve('c', { ids: [1, 2], with_vector: ['text'] });
    expect(found.map(({ vector }) => vector)).toEqual([{ text: [0.6, 0.8] }, { text: [1, 0] }]);
  });

  test.each<[number, string | RegExp, object]>([
    [404, 'Not found: No point with id 9 found', { points: [{ id: 9, vector: { text: [1, 2] } }] }],
    [400, 'Wrong input: Not existing vector name error: x', { points: [{ id: 1, vector: { x: [1, 2] } }] }],
    [400, /expected dim: 2, got 1/, { points: [{ id: 1, vector: { colbert: [[1]] } }] }],
    [400, /sparse and regular/, { points: [{ id: 1, vector: { terms: [1] } }] }],
    [400, /sparse and regular/, { points: [{ id: 1, vector: { colbert: terms } }] }],
    [400, /multi and regular/, { points: [{ id: 1, vector: { text: [[1, 2]] } }] }],
    [422, /must specify points to update/, { points: [] }],
    [422, /must specify vectors to update for point/, { points: [{ id: 1, vector: {} }] }],
  ])('fails with %d %s and changes nothing', async (status, message, { points }: { points?: unknown[] }) => {
    await using database = await openFilled();
    const before = await database.scroll('c', all);
    const request = { points: [{ id: 1, vector: { text: [9, 9] } }, ...points!] };
    const body = points!.length === 0 ? { points } : request;
    await expect(database.updateVectors('c', body as never)).rejects.toEqual(failure(status, message));
    expect(await database.scroll('c', all)).toEqual(before);
    expect((await database.delete('c', { points: [99] })).operation_id).toBe(1);
  });
});

describe('deleteVectors', () => {
  test('removes names from the points of the list and of the filter', async () => {
    await using database = await openFilled();
    const filter = { must: [{ key: 'n', match: { value: 2 } }] };
    await database.deleteVectors('c', { points: [1, 3], filter, vector: ['colbert', 'terms'] });
    const { points } = await database.scroll('c', all);
    expect(points.map(({ vector }) => vector)).toEqual([{ text: [0.6, 0.8] }, { bytes: [1, 255, 0] }, {}]);
    expect((await database.query('c', { query: [[1, 1]], using: 'colbert' })).points).toEqual([]);
  });

  test.each<[number, string | RegExp, object]>([
    [404, 'Not found: No point with id 9 found', { points: [1, 9], vector: ['text'] }],
    [400, 'Wrong input: Not existing vector name error: x', { points: [1], vector: ['text', 'x'] }],
    [422, /must specify vector names to delete/, { points: [1], vector: [] }],
    [400, 'Bad request: No filter or points provided', { vector: ['text'] }],
  ])('fails with %d %s and changes nothing', async (status, message, request) => {
    await using database = await openFilled();
    const before = await database.scroll('c', all);
    await expect(database.deleteVectors('c', request as never)).rejects.toEqual(failure(status, message));
    expect(await database.scroll('c', all)).toEqual(before);
  });
});

describe('vector names', () => {
  test('are added and removed without changing the points', async () => {
    await using database = await openFilled();
    expect(await database.createVectorName('c', 'new', { sparse: { modifier: 'idf' } })).toEqual({
      operation_id: 1,
      status: 'completed',
    });
    await database.updateVectors('c', { points: [{ id: 3, vector: { new: terms } }] });
    await database.deleteVectorName('c', 'colbert');
    await database.deleteVectorName('c', 'never there');
    const info = await database.getCollection('c');
    expect(Object.keys(info.config.params.vectors)).toEqual(['text', 'bytes']);
    expect(info.config.params.sparse_vectors).toEqual({ terms: { modifier: 'idf' }, new: { modifier: 'idf' } });
    await database.createVectorName('c', 'colbert', { dense: { size: 1, distance: 'Dot' } });
    const vectors = (await database.scroll('c', all)).points.map(({ vector }) => vector);
    expect(vectors).toEqual([
      { text: [0.6, 0.8], terms: { indices: [3, 7], values: [2, 0.1] } },
      { bytes: [1, 255, 0] },
      { new: { indices: [3, 7], values: [2, 0.1] } },
    ]);
  });

  test.each<[number | undefined, RegExp, string, object]>([
    [undefined, /./, 'text', { dense: { size: 2, distance: 'Cosine' } }],
    [400, /`text` already exists with a different/, 'text', { dense: { size: 3, distance: 'Cosine' } }],
    [400, /`text` already exists as a dense vector/, 'text', { sparse: {} }],
    [400, /`terms` already exists as a sparse vector/, 'terms', { dense: { size: 3, distance: 'Dot' } }],
    [400, /Sparse vector `terms` already exists with a different/, 'terms', { sparse: {} }],
    [400, /either `dense` or `sparse`/, 'x', {}],
    [400, /cannot contain/, 'a/b', { sparse: {} }],
    [422, /must not be empty/, '', { sparse: {} }],
  ])('respond with %s %s to %s %j', async (status, message, name, config) => {
    await using database = await openFilled();
    const before = await database.getCollection('c');
    const creation = database.createVectorName('c', name, config as never);
    if (status === undefined) await creation;
    else await expect(creation).rejects.toEqual(failure(status, message));
    expect(await database.getCollection('c')).toEqual(before);
  });
});

test('writes to vectors of all kinds and to vector names are preserved when the folder is reopened', async () => {
  const path = join(root, 'reopened');
  const writes = async (database: QdrantLocal): Promise<void> => {
    await database.updateVectors('c', { points: [{ id: 3, vector: { terms, colbert: [[0.1, 0.2]] } }] });
    await database.deleteVectors('c', { points: [1], vector: ['text'] });
    await database.createVectorName('c', 'half', { dense: { size: 1, distance: 'Dot', datatype: 'float16' } });
    await database.updateVectors('c', { points: [{ id: 2, vector: { half: [0.1] } }] });
    await database.deleteVectorName('c', 'bytes');
    await database.updateCollection('c', { sparse_vectors: { terms: { modifier: 'none' } }, metadata: { by: 'me' } });
  };
  await using inMemory = await openFilled();
  await writes(inMemory);
  const onDisk = await openFilled(path);
  await writes(onDisk);
  await onDisk.close();
  await using reopened = new QdrantLocal({ path });
  const answers = async (database: QdrantLocal): Promise<unknown> => [
    { ...(await database.getCollection('c')), created_at: undefined },
    await database.scroll('c', all),
    await database.query('c', { query: { indices: [3], values: [1.1] }, using: 'terms' }),
    await database.query('c', {
      query: [
        [1, 2],
        [0.3, 0.1],
      ],
      using: 'colbert',
    }),
    await database.query('c', { query: [3], using: 'half' }),
  ];
  expect(await answers(reopened)).toEqual(await answers(inMemory));
});
