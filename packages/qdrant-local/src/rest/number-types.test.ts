import { describe, expect, test } from 'vitest';

import { callRest, smallDatabase } from '../__fixtures__/call-rest.ts';
import { exampleDatabase } from '../__fixtures__/example-database.ts';
import { type ExampleRequest, exampleRequests } from '../__fixtures__/example-requests.ts';
import type { QdrantLocal } from '../api/qdrant-local.ts';
import { WholeFloat } from '../json/whole-float.ts';
import { stringifyExactJson } from '../wire/exact-json.ts';

type Place = readonly string[];

/** Returns the paths of the integers in a body. */
function placesIn(node: unknown, place: Place = []): Place[] {
  if (Number.isInteger(node)) return [place];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => placesIn(value, [...place, key]));
}

/** Returns the body with the number at a path written as a float. */
function withFloatAt(node: unknown, [key, ...rest]: Place): unknown {
  if (key === undefined) return new WholeFloat(node as number);
  const changed = withFloatAt((node as Record<string, unknown>)[key], rest);
  return Array.isArray(node) ? node.with(Number(key), changed) : { ...(node as object), [key]: changed };
}

const data = new Set(['payload', 'payloads', 'metadata', 'defaults', 'formula']);
const vectors = new Set(['vector', 'vectors', 'values']);
const wholeNumbers = new Set(
  'limit offset top size sample group_size min_count hnsw_ef m indexing_threshold min_token_len max_token_len candidates_limit k value any except'.split(
    ' ',
  ),
);
const ids = new Set('id ids points has_id query nearest positive negative target example'.split(' '));

/** Returns the type of the number at a path, according to the server's types: 'vector' for elements of vectors. */
function typeAt(place: Place): 'integer' | 'float' | 'vector' {
  const names = place.filter((name) => !/^\d+$/.test(name));
  const [outer, last] = [names.at(-2), names.at(-1)!];
  if (names.some((name) => data.has(name))) return 'float';
  if (last === 'indices') return 'integer';
  const isListed = names.length < place.length && ids.has(last) && /^\d+$/.test(place.at(-1)!);
  const isRow = isListed && /^\d+$/.test(place.at(-2)!);
  if (vectors.has(last) && outer !== 'size') return 'vector';
  if (names.some((name) => vectors.has(name)) && last !== 'size' && !ids.has(last)) return 'vector';
  if (isRow || (isListed && ['query', 'nearest', 'target', 'example'].includes(last))) return 'vector';
  if (isListed && ['positive', 'negative'].includes(last) && place.includes('context')) return 'vector';
  if (outer === 'bm25') return 'float';
  return ids.has(last) || wholeNumbers.has(last) || outer === 'values_count' ? 'integer' : 'float';
}

const examples: [string, ExampleRequest, Place][] = exampleRequests.flatMap((request) =>
  placesIn(request.body).map((place): [string, ExampleRequest, Place] => [
    `${request.path} ${place.join('.')}`,
    request,
    place,
  ]),
);

async function statusOf({ method, path }: ExampleRequest, body: unknown): Promise<number> {
  await using database = await exampleDatabase();
  return (await callRest(database, `${method} ${path}`, { body: stringifyExactJson(body) })).status;
}

/** Opens a database with sparse vectors, and with dense vectors named like the parts of a sparse one. */
async function databaseWithIndices(): Promise<QdrantLocal> {
  const database = await smallDatabase();
  const one = { size: 1, distance: 'Dot' } as const;
  await database.createCollection('s', { vectors: { indices: one, values: one }, sparse_vectors: { s: {} } });
  await database.upsert('s', { points: [{ id: 1, vector: {} }] });
  return database;
}

describe('an integer of a request that is written as a float', () => {
  test('is rejected where the server expects an integer, and accepted where it expects a float', async () => {
    expect(examples.length).toBeGreaterThan(200);
    const differing: string[] = [];
    for (const [name, request, place] of examples) {
      const before = await statusOf(request, request.body);
      const status = await statusOf(request, withFloatAt(request.body, place));
      const isTaken = status === before;
      const isRight = typeAt(place) === 'integer' ? status === 400 || before !== 200 : isTaken;
      if (!isRight) differing.push(`${name}: ${status} instead of ${before}`);
    }
    expect(differing).toEqual([]);
  });

  test.each([
    ['POST /collections/c/points', '{"ids":[1.0]}'],
    ['POST /collections/c/points', '{"ids":[1e3]}'],
    ['POST /collections/c/points', '{"ids":[-0]}'],
    ['POST /collections/c/points/scroll', '{"offset":1.0}'],
    ['POST /collections/c/points/scroll', '{"limit":1.0}'],
    ['POST /collections/c/points/scroll', '{"limit": 1e2 }'],
    ['POST /collections/c/points/scroll', '{"limit":10e-1}'],
    ['POST /collections/c/points/query', '{"query":1.0}'],
    ['POST /collections/c/points/query', '{"query":{"recommend":{"positive":[1.0]}}}'],
    ['POST /collections/c/points/search', '{"vector":[1,1],"limit":3.0}'],
    ['POST /collections/c/points/recommend', '{"positive":[1, 1.0],"limit":3}'],
    ['PUT /collections/c/points', '{"points":[{"id":1.0,"vector":[1,2]}]}'],
    ['PUT /collections/c/points', '{"batch":{"ids":[1.0],"vectors":[[1,2]]}}'],
    ['POST /collections/c/points/delete', '{"points":[1, 1.0]}'],
    ['PUT /collections/s/points', '{"points":[{"id":1,"vector":{"s":{"indices":[1.0],"values":[0.5]}}}]}'],
    ['PUT /collections/s/points', '{"points":[{"id":1,"vector":{"s":{"values":[0.5, 1], "indices" : [ 1, 2e0 ]}}}]}'],
    ['PUT /collections/s/points', '{"batch":{"ids":[1],"vectors":{"s":[{"indices":[-0],"values":[0.5]}]}}}'],
    ['PUT /collections/s/points/vectors', '{"points":[{"id":1,"vector":{"s":{"indices":[1.0],"values":[0.5]}}}]}'],
    ['POST /collections/s/points/query', '{"query":{"indices":[1.0],"values":[0.5]},"using":"s"}'],
    ['POST /collections/s/points/query', '{"query":{"nearest":{"indices":[1, 2.0],"values":[0.5, 1]}},"using":"s"}'],
    [
      'POST /collections/s/points/search',
      '{"vector":{"name":"s","vector":{"indices":[1.0],"values":[0.5]}},"limit":3}',
    ],
    ['PUT /collections/d', '{"vectors":{"size":4.0,"distance":"Dot"}}'],
    ['POST /collections/c/points/count', '{"filter":{"must":{"key":"n","match":{"value":1.0}}}}'],
    ['POST /collections/c/points/count', '{"filter":{"must":{"key":"n","match":{"any":[1, 2.0]}}}}'],
    ['POST /collections/c/points/count', '{"filter":{"must":{"has_id":[1.00]}}}'],
  ] as const)('%s rejects %s with 400', async (request, body) => {
    await using database = await databaseWithIndices();
    expect(await callRest(database, request, { body })).toMatchObject({ status: 400 });
  });

  test.each([
    ['POST /collections/c/points/query', '{"query":[1.0, 0],"score_threshold":1,"limit":18446744073709551615}'],
    ['POST /collections/c/points/query', '{"query":[1, 1e0],"score_threshold":1.0}'],
    ['POST /collections/c/points/query', '{"query":{"formula":{"sum":[1.0, 2]}},"prefetch":{"query":[1,1]}}'],
    ['POST /collections/c/points/count', '{"filter":{"must":{"key":"n","range":{"gte":1.0,"lt":5}}}}'],
    ['PUT /collections/c/points', '{"points":[{"id":1,"vector":[1.0, 2]}]}'],
    ['PUT /collections/c/points', '{"batch":{"ids":[1],"vectors":[[1.0, 2e0]]}}'],
    ['PUT /collections/s/points', '{"points":[{"id":1,"vector":{"s":{"indices":[1, 7],"values":[1.0, 2e0]}}}]}'],
    ['PUT /collections/s/points', '{"points":[{"id":1,"vector":{"indices":[1.0],"values":[1.0]}}]}'],
    [
      'PUT /collections/s/points',
      '{"points":[{"id":1,"vector":{"indices":[1.0]},"payload":{"indices":[1.0],"values":[2]}}]}',
    ],
    ['POST /collections/s/points/query', '{"query":[1.0],"using":"indices"}'],
    ['PUT /collections/d', '{"vectors":{"size":4,"distance":"Dot"},"optimizers_config":{"deleted_threshold":1.0}}'],
  ] as const)('%s accepts %s', async (request, body) => {
    await using database = await databaseWithIndices();
    expect(await callRest(database, request, { body })).toMatchObject({ status: 200 });
  });
});

test('with an index of integers, a whole float of a payload is the integer', async () => {
  await using database = await smallDatabase();
  const points = '[{"id":1,"vector":[1,2],"payload":{"n":1.0}},{"id":2,"vector":[1,2],"payload":{"n":[1,-0.0]}}]';
  await callRest(database, 'PUT /collections/c/points', { body: `{"points":${points}}` });
  const countOf = async (match: string): Promise<unknown> => {
    const body = `{"filter":{"must":{"key":"n","match":${match}}}}`;
    return (await callRest(database, 'POST /collections/c/points/count', { body })).body;
  };
  expect(await countOf('{"value":1}')).toMatchObject({ result: { count: 1 } });
  await database.createPayloadIndex('c', { field_name: 'n', field_schema: 'integer' });
  expect(await countOf('{"value":1}')).toMatchObject({ result: { count: 2 } });
  expect(await countOf('{"except":[1]}')).toMatchObject({ result: { count: 1 } });
  expect((await database.facet('c', { key: 'n' })).hits).toEqual([
    { value: 1, count: 2 },
    { value: 0, count: 1 },
  ]);
  expect((await database.getCollection('c')).payload_schema['n']).toMatchObject({ points: 2 });
});
