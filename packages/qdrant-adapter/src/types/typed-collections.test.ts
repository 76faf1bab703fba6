import { describe, expectTypeOf, it } from 'vitest';
import { Document, type PointStruct, QdrantClient, type StoreClient } from '../index.ts';

interface Movie {
  description: string;
  year: number;
  crew?: { name: string }[];
}

type Collections = {
  movies: { payload: Movie; vectors: { embedding: 384; tokens: 'multi'; words: 'sparse' } };
  ships: { vectors: 2 };
};

const document = Document({ text: 'a', model: 'org/model' });

/** Is never called. The compiler is the test: each `@ts-expect-error` fails if its line compiles. */
async function typed(client: QdrantClient<Collections>): Promise<void> {
  // @ts-expect-error: there is no such collection.
  await client.count('movie');

  const sparse = { indices: [1], values: [1] };
  const payload = { description: 'a', year: 1999 };
  const vector = { embedding: new Float32Array(384), tokens: [[1], [2]], words: sparse };
  await client.upsert('movies', { points: [{ id: 1, vector, payload }] });
  await client.upsert('movies', { points: [{ id: 1, vector: { embedding: document }, payload: null }] });
  await client.upsert('ships', { points: [{ id: 1, vector: [1, 2], payload: { anything: true } }] });
  await client.uploadPoints('movies', new Set([{ id: 1, vector: { embedding: [1] }, payload }]));
  // @ts-expect-error: there is no such vector.
  await client.upsert('movies', { points: [{ id: 1, vector: { embeding: [1] } }] });
  // @ts-expect-error: a sparse vector is not a list.
  await client.upsert('movies', { points: [{ id: 1, vector: { words: [1, 2] } }] });
  // @ts-expect-error: the vectors have names.
  await client.uploadPoints('movies', [{ id: 1, vector: [1, 2] }]);
  // @ts-expect-error: the vector has no name.
  await client.upsert('ships', { points: [{ id: 1, vector: { hull: [1, 2] } }] });
  // @ts-expect-error: a field is of another type.
  await client.upsert('movies', { points: [{ id: 1, vector: {}, payload: { description: 1, year: 1999 } }] });
  // @ts-expect-error: a field is missing.
  await client.upsert('movies', { points: [{ id: 1, vector: {}, payload: { year: 1999 } }] });

  const { points } = await client.queryPoints('movies', {
    query: document,
    using: 'embedding',
    with_vector: ['words'],
  });
  expectTypeOf(points[0]!.payload).toEqualTypeOf<Movie | null | undefined>();
  await client.query('movies', { query: { text: 'a ship' }, using: 'description' });
  await client.query('movies', { prefetch: { query: { text: { query: 'a' } }, using: 'crew[].name' } });
  await client.createPayloadIndex('movies', {
    field_name: 'description',
    field_schema: { type: 'text', scoring: true },
  });
  // @ts-expect-error: there is no such vector, and no such field.
  await client.query('movies', { query: [1], using: 'title' });
  // @ts-expect-error: the only vector has no name.
  await client.query('ships', { query: [1], using: 'hull' });
  // @ts-expect-error: there is no such vector, and a nested prefetch is checked too.
  await client.query('movies', { prefetch: { prefetch: [{ query: [1], using: 'title' }] } });
  // @ts-expect-error: there is no such vector.
  await client.scroll('movies', { with_vector: ['title'] });
  // @ts-expect-error: there is no such field.
  await client.scroll('movies', { with_payload: ['title'] });
  await client.scroll('movies', { with_payload: { exclude: ['crew[].name'] }, order_by: 'year' });

  await client.count('movies', { filter: { must: [{ key: 'crew[].name', match: { value: 'a' } }] } });
  await client.count('movies', { filter: { must: [{ key: 'description', match: { substring: 'hip' } }] } });
  await client.delete('movies', { filter: { must_not: { should: { is_empty: { key: 'year' } } } } });
  // @ts-expect-error: there is no such field.
  await client.count('movies', { filter: { must: [{ key: 'title', match: { value: 'a' } }] } });
  // @ts-expect-error: there is no such field, and a nested filter is checked too.
  await client.count('movies', { filter: { must: { should: [{ is_null: { key: 'title' } }] } } });
  // @ts-expect-error: there is no such field.
  await client.facet('movies', { key: 'title' });
  // @ts-expect-error: there is no such field.
  await client.queryGroups('movies', { query: [1], group_by: 'title' });
  // @ts-expect-error: there is no such field.
  await client.createPayloadIndex('movies', { field_name: 'title', field_schema: 'keyword' });

  await client.setPayload('movies', { payload: { year: 2000 }, points: [1] });
  // @ts-expect-error: there is no such field.
  await client.setPayload('movies', { payload: { title: 'a' }, points: [1] });
  // @ts-expect-error: there is no such field.
  await client.deletePayload('movies', { keys: ['title'], points: [1] });
  // @ts-expect-error: there is no such vector.
  await client.deleteVectors('movies', { vector: ['title'], points: [1] });
  // @ts-expect-error: there is no such vector, and the operations of a batch are checked too.
  await client.batchUpdate('movies', { operations: [{ update_vectors: { points: [{ id: 1, vector: { a: [1] } }] } }] });

  const params = { size: 384, distance: 'Cosine' } as const;
  await client.createCollection('movies', {
    vectors: { embedding: params, tokens: params },
    sparse_vectors: { words: {} },
  });
  await client.createCollection('ships', { vectors: { size: 2, distance: 'Dot' } });
  // @ts-expect-error: a vector is missing.
  await client.createCollection('movies', { vectors: { embedding: params } });
  // @ts-expect-error: a sparse vector is not a dense one.
  await client.createCollection('movies', { vectors: { embedding: params, tokens: params, words: params } });

  await client.migrate(new QdrantClient('http://localhost'));
  await client.migrate(new QdrantClient<{ other: { vectors: 7 } }>(':memory:'));
  // @ts-expect-error: a URL is not a client.
  await client.migrate('http://localhost');

  for await (const point of client.scrollAll('movies')) {
    expectTypeOf(point.payload).toEqualTypeOf<Movie | null | undefined>();
  }
  const records = await client.retrieve<{ year: number }>('movies', { ids: [1] });
  expectTypeOf(records[0]!.payload).toEqualTypeOf<{ year: number } | null | undefined>();
}

/** Without a type argument every name and field compiles. */
async function untyped(client: QdrantClient): Promise<void> {
  const { points } = await client.queryPoints('anything', { query: [1], using: 'any', with_payload: ['one'] });
  expectTypeOf(points[0]!.payload).toEqualTypeOf<Record<string, unknown> | null | undefined>();
  const known = await client.queryPoints<{ name: string }>('anything', { query: 7 });
  expectTypeOf(known.points[0]!.payload).toEqualTypeOf<{ name: string } | null | undefined>();
  const point: PointStruct = { id: 1, vector: { a: [1], b: { indices: [1], values: [1] } }, payload: { any: 1 } };
  await client.upsert('anything', { points: [point] });
  // @ts-expect-error: a string is not a vector.
  await client.upsert('anything', { points: [{ id: 1, vector: 'a' }] });
  // @ts-expect-error: there is no such distance.
  await client.createCollection('anything', { vectors: { size: 1, distance: 'Hamming' } });
}

describe('a client with a type argument', () => {
  it('checks names and fields, and is accepted by a vector store', () => {
    expectTypeOf(typed).toBeFunction();
    expectTypeOf(untyped).toBeFunction();
    expectTypeOf<QdrantClient<Collections>>().toExtend<StoreClient>();
    expectTypeOf<QdrantClient>().toExtend<StoreClient>();
  });
});
