import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { callRest } from '../__fixtures__/call-rest.ts';
import { packedQueries } from '../__fixtures__/packed-queries.ts';
import { packedKinds, packedSettings } from '../__fixtures__/packed-settings.ts';
import type { PackedKind } from '../requests/types/vector-types.ts';
import { QdrantLocal } from './qdrant-local.ts';

const root = await mkdtemp(join(tmpdir(), 'qdrant-local-packed-'));
afterAll(() => rm(root, { recursive: true }));

const row = fc.array(fc.integer({ min: -40, max: 300 }), { minLength: 3, maxLength: 3 });
const rows = fc.array(row, { minLength: 1, maxLength: 4 });
const id = fc.nat(5);
const point = fc.record({ id, vector: fc.record({ tokens: rows, d: row }, { requiredKeys: ['d'] }) });

/** All kinds of writes that change a vector or leave it unchanged. */
const write = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ upsert: fc.record({ points: fc.array(point, { minLength: 1, maxLength: 4 }) }) }),
  },
  fc.record({
    update_vectors: fc.record({ points: fc.tuple(fc.record({ id, vector: fc.record({ tokens: rows }) })) }),
  }),
  fc.record({ delete_vectors: fc.record({ points: fc.tuple(id), vector: fc.constant(['tokens']) }) }),
  fc.record({ set_payload: fc.record({ points: fc.tuple(id), payload: fc.record({ n: fc.nat() }) }) }),
  fc.record({ delete: fc.record({ points: fc.tuple(id) }) }),
);
const writes = fc.array(fc.array(write, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

async function make(kind: PackedKind, path?: string): Promise<QdrantLocal> {
  const database = new QdrantLocal({
    ...(path === undefined ? {} : { path, durability: 'relaxed' }),
    random: () => 0.5,
  });
  const vectors = { tokens: packedSettings[kind], d: { size: 3, distance: 'Dot' } } as const;
  await database.createCollection('c', { vectors });
  return database;
}

/** Returns the result, or the status of the rejection. */
function answerOf(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: unknown) => (error as { status?: number }).status ?? error);
}

/** Returns the results of all reads that involve the vector. */
async function answers(database: QdrantLocal): Promise<unknown[]> {
  const searches = packedQueries.map((query) => ({ ...query, limit: 10, with_vector: true }));
  return Promise.all([
    ...searches.map((search) => answerOf(database.query('c', search as never))),
    answerOf(database.searchMatrixPairs('c', { using: 'tokens', sample: 10, limit: 3 })),
    database.scroll('c', { limit: 10, with_vector: true }),
    database.count('c', { filter: { must: [{ has_vector: 'tokens' }] } }),
  ]);
}

test.each(packedKinds)(
  'multivectors stored as %s give the same results from memory, from a folder, and after reopening',
  async (kind) => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(writes, async (batches) => {
        const path = join(root, `${kind} ${run++}`);
        const inMemory = await make(kind);
        let onDisk = await make(kind, path);
        try {
          for (const operations of batches) {
            const batch = { operations } as never;
            const expected = await answerOf(inMemory.batchUpdate('c', batch));
            expect(await answerOf(onDisk.batchUpdate('c', batch))).toEqual(expected);
          }
          const expected = await answers(inMemory);
          expect(await answers(onDisk)).toEqual(expected);
          await onDisk.close();
          onDisk = new QdrantLocal({ path, random: () => 0.5 });
          expect(await answers(onDisk)).toEqual(expected);
        } finally {
          await onDisk.close();
        }
      }),
      { numRuns: 15 },
    );
  },
);

test.each(packedKinds)(
  'the score of multivectors stored as %s is MaxSim over the values that are read back',
  async (kind) => {
    const { distance } = packedSettings[kind];
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(point, { selector: (given) => given.id, minLength: 1 }),
        rows,
        async (points, query) => {
          await using database = await make(kind);
          await database.upsert('c', { points });
          const { points: hits } = await database.query('c', { query, using: 'tokens', limit: 10, with_vector: true });
          const normalized = distance === 'Cosine' ? query.map(normalize) : query;
          for (const { score, vector } of hits) {
            const { tokens } = vector as { tokens: number[][] };
            const expected = normalized
              .map((one) => Math.max(...tokens.map((other) => dot(kind === 'uint8' ? one.map(toByte) : one, other))))
              .reduce((sum, best) => sum + best, 0);
            const magnitude =
              normalized.flat().reduce((sum, value) => sum + Math.abs(value), 1) *
              Math.max(...tokens.flat().map(Math.abs), 1);
            expect(Math.abs(score - expected)).toBeLessThan(1e-3 * magnitude);
          }
        },
      ),
      { numRuns: 100 },
    );
  },
);

test.each(packedKinds)(
  'rewriting multivectors as read back from %s changes no direction, and no value except for Cosine',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(rows, async (tokens) => {
        await using database = await make(kind);
        const rewrite = async (vectors: number[][]): Promise<number[][]> => {
          await database.upsert('c', { points: [{ id: 1, vector: { tokens: vectors } }] });
          const [{ vector } = {}] = await database.retrieve('c', { ids: [1], with_vector: true });
          return (vector as { tokens: number[][] }).tokens;
        };
        const before = await rewrite(tokens);
        const after = await rewrite(before);
        if (packedSettings[kind].distance !== 'Cosine') expect(after).toEqual(before);
        for (const [place, one] of after.entries()) {
          const expected = normalize(before[place]!);
          for (const [element, value] of normalize(one).entries()) expect(value).toBeCloseTo(expected[element]!, 5);
        }
      }),
      { numRuns: 100 },
    );
  },
);

test.each(packedKinds)('REST, exports and snapshots preserve multivectors stored as %s', async (kind) => {
  await using database = await make(kind, join(root, `${kind} carried`));
  const points = [1, 2, 3].map((number) => ({
    id: number,
    vector: {
      tokens: [
        [number, 7, 2],
        [0, 1, number],
      ],
      d: [1, 2, 3],
    },
  }));
  await database.upsert('c', { points });
  const expected = await answers(database);
  expect(expected.filter((answer) => typeof answer !== 'object' || answer instanceof Error)).toEqual([]);
  const { body } = await callRest(database, 'POST /collections/c/points/query', {
    body: { ...packedQueries[0], limit: 10, with_vector: true },
  });
  expect((body as { result: unknown }).result).toEqual(expected[0]);
  await using imported = new QdrantLocal({ random: () => 0.5 });
  await imported.importCollection('c', database.exportCollection('c'));
  const withoutVersions = (all: unknown): unknown =>
    JSON.parse(JSON.stringify(all).replaceAll(/"version":\d+/g, '"version":0'));
  expect(withoutVersions(await answers(imported))).toEqual(withoutVersions(expected));
  for (const [name, source] of [
    ['disk', database],
    ['memory', imported],
  ] as const) {
    const copy = join(root, `${kind} copied from ${name}`);
    await source.snapshot(copy);
    await using opened = new QdrantLocal({ path: copy, random: () => 0.5 });
    expect(withoutVersions(await answers(opened))).toEqual(withoutVersions(expected));
  }
});

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + value * other[place]!, 0);
}

function normalize(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

function toByte(value: number): number {
  return Math.min(255, Math.max(0, Math.trunc(value)));
}
