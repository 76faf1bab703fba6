import { QdrantLocal } from '../api/qdrant-local.ts';

const points = [
  { id: 1, n: 1, city: { name: 'Oslo' }, tags: ['a', 'b'], text: 'the red fox', place: { lon: 10.7, lat: 59.9 } },
  { id: 2, n: 4.5, city: { name: 'Rome' }, tags: 'a', items: [{ price: 3 }, { price: 9 }], when: '2024-05-01T00:00:00Z' },
  { id: '6fa459ea-ee8a-3ca4-894e-db77e160355e', n: [1, 2], tags: [], when: '2023-01-01' },
  { id: 2n ** 64n - 1n, n: null },
];

function vectorsOf(index: number) {
  const sparse = { indices: [index, 7], values: [1, 0.5] };
  return { d: [index, 1], u: [1, index, 2], s: sparse, ...(index > 1 && { m: [[1, index], [index, 1]] }) };
}

/** Opens a database with the collections that `exampleRequests` use, and the alias `also` of `c`. */
export async function exampleDatabase(): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed: 'allow', now: () => 0 });
  await database.createCollection('c', { vectors: { size: 2, distance: 'Cosine' } });
  await database.createCollection('n', {
    vectors: {
      d: { size: 2, distance: 'Euclid' },
      u: { size: 3, distance: 'Dot', datatype: 'uint8' },
      m: { size: 2, distance: 'Cosine', multivector_config: { comparator: 'max_sim' } },
    },
    sparse_vectors: { s: { modifier: 'idf' } },
  });
  await database.upsert('c', {
    points: points.map(({ id, ...payload }, index) => ({ id, vector: [1, index], payload })),
  });
  await database.upsert('n', {
    points: points.map(({ id, ...payload }, index) => ({ id, vector: vectorsOf(index), payload })),
  });
  for (const name of ['c', 'n']) {
    await database.createPayloadIndex(name, { field_name: 'text', field_schema: { type: 'text', scoring: true } });
  }
  await database.updateCollectionAliases({
    actions: [{ create_alias: { collection_name: 'c', alias_name: 'also' } }],
  });
  return database;
}
