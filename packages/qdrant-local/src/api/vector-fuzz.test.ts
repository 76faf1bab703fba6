import fc from 'fast-check';
import { expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

type Body = Record<string, unknown>;
type Call = (database: QdrantLocal, body: never) => Promise<unknown>;

const filter = { must: [{ key: 'n', match: { value: 1 } }] };
const sparse = { indices: [3, 1], values: [1, 2] };
const upsert = {
  points: [
    {
      id: 1,
      vector: {
        a: [1, 2],
        m: [
          [1, 2],
          [3, 4],
        ],
        s: sparse,
      },
      payload: { n: 1 },
    },
  ],
  update_mode: 'upsert',
  update_filter: filter,
};
const updateVectors = { points: [{ id: 1, vector: { s: sparse, m: [[5, 6]] } }], update_filter: filter };
const deleteVectors = { points: [1], filter, vector: ['a', 's'] };

/** A valid body for each method. */
const bodies: readonly [name: string, body: Body, call: Call][] = [
  ['upsert', upsert, (database, body) => database.upsert('c', body)],
  [
    'upsert of a batch',
    { batch: { ids: [1, 2], vectors: { a: [[1, 2], null], s: [sparse, sparse] }, payloads: [{ n: 1 }, null] } },
    (database, body) => database.upsert('c', body),
  ],
  ['updateVectors', updateVectors, (database, body) => database.updateVectors('c', body)],
  ['deleteVectors', deleteVectors, (database, body) => database.deleteVectors('c', body)],
  [
    'batchUpdate',
    { operations: [{ upsert }, { update_vectors: updateVectors }, { delete_vectors: deleteVectors }] },
    (database, body) => database.batchUpdate('c', body),
  ],
  [
    'createVectorName',
    { dense: { size: 2, distance: 'Dot', datatype: 'float16', multivector_config: { comparator: 'max_sim' } } },
    (database, body) => database.createVectorName('c', 'new', body),
  ],
  [
    'updateCollection',
    {
      vectors: { a: { hnsw_config: { m: 1 }, on_disk: true } },
      sparse_vectors: { s: { modifier: 'idf', index: { full_scan_threshold: 1 } } },
      params: { replication_factor: 1, payload: { memory: 'cold' } },
      metadata: { by: null },
    },
    (database, body) => database.updateCollection('c', body),
  ],
  [
    'createCollection',
    {
      vectors: { a: { size: 2, distance: 'Dot', quantization_config: { scalar: { type: 'int8' } } } },
      sparse_vectors: { s: { modifier: 'idf' } },
      optimizers_config: { indexing_threshold: 1 },
    },
    (database, body) => database.createCollection('other', body),
  ],
];

const odd = fc.oneof(
  fc.constantFrom(undefined, null, -1, 0.5, NaN, 1e39, '', 'a', '__proto__', 2n, [], {}, [[]], new Float64Array(2)),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Copies `value` and replaces one part of it. `choices` select the path to that part. */
function mutated(value: unknown, choices: readonly number[], replacement: unknown, extraKey: string): unknown {
  const [choice, ...rest] = choices;
  if (choice === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  if (keys.length === 0) return replacement;
  const index = choice % (keys.length + 1);
  const key = keys[index] ?? extraKey;
  const inner = mutated((value as Body)[key], rest, replacement, extraKey);
  return Array.isArray(value) ? value.toSpliced(index, 1, inner) : { ...value, [key]: inner };
}

async function stateOf(database: QdrantLocal): Promise<unknown> {
  const { points } = await database.scroll('c', { with_vector: true, limit: 100 });
  return [await database.getCollections(), await database.getCollection('c'), points];
}

async function openFilled(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', {
    vectors: {
      a: { size: 2, distance: 'Cosine' },
      m: { size: 2, distance: 'Dot', multivector_config: { comparator: 'max_sim' } },
    },
    sparse_vectors: { s: {} },
  });
  await database.upsert('c', { points: [{ id: 1, vector: { a: [3, 4], s: sparse }, payload: { n: 1 } }] });
  return database;
}

test.each(bodies)(
  '%s accepts its body, and resolves or rejects for any mutation of it; a rejection changes nothing',
  async (_, body, call) => {
    await using taken = await openFilled();
    await call(taken, body as never);
    const choices = fc.array(fc.nat(), { maxLength: 7 });
    const extraKey = fc.constantFrom('x', '__proto__', 'constructor', 'indices', 'size');
    await fc.assert(
      fc.asyncProperty(choices, odd, extraKey, async (place, replacement, key) => {
        await using database = await openFilled();
        const before = await stateOf(database);
        const outcome = await call(database, mutated(body, place, replacement, key) as never).catch(
          (error: unknown) => error,
        );
        const after = await stateOf(database);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toMatchObject({ code: 'VECTOR_STORE' });
        expect([400, 404, 409, 422, 501]).toContain((outcome as { status?: number }).status);
        expect(after).toEqual(before);
      }),
      { numRuns: 150 },
    );
  },
);
