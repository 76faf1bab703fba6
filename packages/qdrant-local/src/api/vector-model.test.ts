import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { type NaiveVector, NaiveVectors, type VectorOperation } from '../__tests__/naive-vectors.ts';
import type { UpdateOperation } from '../requests/types/request-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

const root = await mkdtemp(join(tmpdir(), 'qdrant-local-model-'));
afterAll(() => rm(root, { recursive: true }));

// Small integers, whose sums and products are exact in float32, so scores can be compared with ===.
const number = fc.integer({ min: -5, max: 5 });
const row = fc.array(number, { minLength: 2, maxLength: 2 });
const sparse = fc.uniqueArray(fc.nat(4), { maxLength: 3 }).map((indices) => {
  const ascending = indices.toSorted((a, b) => a - b);
  return { indices: ascending, values: ascending.map((index) => index + 1) };
});
const dense = fc.oneof({ weight: 20, arbitrary: row }, { weight: 1, arbitrary: fc.constant([1, 2, 3]) });
const rows = fc.array(row, { minLength: 1, maxLength: 3 });
const vector = fc.record({ dense, multi: rows, cold: rows, sparse }, { requiredKeys: [] });
const someVector = vector.filter((vectors) => Object.keys(vectors).length > 0);
const id = fc.nat(4);
const only = fc.option(fc.nat(1), { nil: undefined });
const mode = fc.constantFrom('upsert', 'insert_only', 'update_only');
const name = fc.constantFrom('dense', 'multi', 'cold', 'sparse');
const written: fc.Arbitrary<VectorOperation> = fc.oneof(
  fc.record({
    upsert: fc.record({ points: fc.array(fc.record({ id, vector, n: fc.nat(1) }), { maxLength: 4 }), mode, only }),
  }),
  fc.record({
    update_vectors: fc.record({
      points: fc.array(fc.record({ id, vector: someVector }), { minLength: 1, maxLength: 2 }),
      only,
    }),
  }),
  fc.record({
    delete_vectors: fc.record({ points: fc.array(id, { maxLength: 2 }), vector: fc.array(name, { minLength: 1 }) }),
  }),
  fc.record({ delete: fc.record({ points: fc.array(id, { maxLength: 1 }) }) }),
);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.array(written, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.tuple(fc.record({ delete_name: name })) },
  { weight: 1, arbitrary: fc.tuple(fc.record({ create_name: name })) },
);

const multi = { size: 2, distance: 'Manhattan', multivector_config: { comparator: 'max_sim' } } as const;
const settings = {
  dense: { dense: { size: 2, distance: 'Dot' } },
  multi: { dense: multi },
  cold: { dense: { ...multi, datatype: 'float16' } },
  sparse: { sparse: {} },
} as const;

async function open(path?: string): Promise<QdrantLocal> {
  return new QdrantLocal(path === undefined ? {} : { path, durability: 'relaxed' });
}

function filterOf(value: number | undefined): { update_filter?: object } {
  return value === undefined ? {} : { update_filter: { must: [{ key: 'n', match: { value } }] } };
}

function operationOf(operation: VectorOperation): UpdateOperation {
  if ('upsert' in operation) {
    const { points, mode: updateMode, only: value } = operation.upsert;
    const structs = points.map(({ n, ...point }) => ({ ...point, payload: { n } }));
    return { upsert: { points: structs, update_mode: updateMode, ...filterOf(value) } } as UpdateOperation;
  }
  if (!('update_vectors' in operation)) return operation as UpdateOperation;
  const { points, only: value } = operation.update_vectors;
  return { update_vectors: { points, ...filterOf(value) } } as UpdateOperation;
}

async function perform(database: QdrantLocal, operations: readonly VectorOperation[]): Promise<void> {
  const [first] = operations as [VectorOperation];
  if ('create_name' in first) {
    await database.createVectorName('c', first.create_name, settings[first.create_name as keyof typeof settings]);
  } else if ('delete_name' in first) {
    await database.deleteVectorName('c', first.delete_name);
  } else if (operations.length === 1 && 'upsert' in first) {
    await database.upsert('c', (operationOf(first) as { upsert: never }).upsert);
  } else {
    await database.batchUpdate('c', { operations: operations.map(operationOf) });
  }
}

/** Returns scores by their definition. A point is absent when it has no such vector or shares no index. */
function naiveScores(model: NaiveVectors, using: string, score: (vector: never) => number | undefined): object {
  const scores = Array.from(model.points, ([point, { vectors }]) => {
    return [point, using in vectors ? score(vectors[using] as never) : undefined] as const;
  });
  return Object.fromEntries(scores.filter(([, value]) => value !== undefined));
}

async function expectAnswers(database: QdrantLocal, model: NaiveVectors): Promise<void> {
  const { points } = await database.scroll('c', { limit: 100, with_vector: true });
  const expected = [...model.points].toSorted(([a], [b]) => a - b);
  expect(points).toEqual(expected.map(([point, { n, vectors }]) => ({ id: point, payload: { n }, vector: vectors })));
  const scores = async (query: NaiveVector, using: string): Promise<object> => {
    const hits = (await database.query('c', { query, using, limit: 100 })).points;
    return Object.fromEntries(hits.map((hit) => [hit.id, hit.score]));
  };
  if (model.names.has('sparse')) {
    const naive = naiveScores(model, 'sparse', ({ indices, values }: { indices: number[]; values: number[] }) => {
      const products = indices.flatMap((index, entry) => (index === 1 || index === 3 ? [index * values[entry]!] : []));
      return products.length === 0 ? undefined : products.reduce((sum, product) => sum + product, 0);
    });
    expect(await scores({ indices: [3, 1], values: [3, 1] }, 'sparse')).toEqual(naive);
  }
  for (const using of ['multi', 'cold'].filter((multiName) => model.names.has(multiName))) {
    const distance = (a: number[], b: number[]): number => Math.abs(a[0]! - b[0]!) + Math.abs(a[1]! - b[1]!);
    const query = [
      [1, 2],
      [-3, 0],
    ];
    const naive = naiveScores(model, using, (stored: number[][]) =>
      query.reduce((sum, asked) => sum + Math.min(...stored.map((kept) => distance(asked, kept))), 0),
    );
    expect(await scores(query, using)).toEqual(naive);
  }
}

async function runSteps(steps: readonly (readonly VectorOperation[])[], path?: string): Promise<void> {
  let database = await open(path);
  try {
    await database.createCollection('c', {
      vectors: { dense: settings.dense.dense, multi, cold: { ...settings.cold.dense, on_disk: true } },
      sparse_vectors: { sparse: {} },
    });
    let model = new NaiveVectors();
    for (const operations of steps) {
      const next = model.copy();
      let isRefused = false;
      try {
        for (const operation of operations) next.run(operation);
      } catch {
        isRefused = true;
      }
      const call = perform(database, operations);
      if (isRefused)
        await expect(call).rejects.toMatchObject({ code: 'VECTOR_STORE', status: expect.any(Number) as number });
      else await call;
      if (!isRefused) model = next;
      if (path !== undefined) {
        await database.close();
        database = await open(path);
      }
      await expectAnswers(database, model);
    }
  } finally {
    await database.close();
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 8 });

test('any sequence of writes matches a naive model, and a rejected write changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (given) => runSteps(given)),
    { numRuns: 100 },
  );
});

test('any sequence of writes matches a naive model when the folder is reopened after each write', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(steps, (given) => runSteps(given, join(root, String(run++)))),
    { numRuns: 10 },
  );
});
