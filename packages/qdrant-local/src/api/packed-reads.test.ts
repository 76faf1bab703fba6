import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

const root = await mkdtemp(join(tmpdir(), 'qdrant-local-reads-'));
afterAll(() => rm(root, { recursive: true }));

const dimension = 64;
const count = 60;
const settings = {
  size: dimension,
  distance: 'Dot',
  multivector_config: { comparator: 'max_sim' },
  on_disk: true,
} as const;
// Enough rows that a search takes several turns of the event loop.
const query = Array.from({ length: 2048 }, () => new Float32Array(dimension).fill(1 / dimension));
const rowsOf = (value: number) => Array.from({ length: 40 }, () => new Float32Array(dimension).fill(value));
const pointsOf = (value: number) =>
  Array.from({ length: count }, (_, id) => ({ id, vector: { tokens: rowsOf(value) } }));

type Step = 'search' | 'upsert' | 'update vectors' | 'delete vectors' | 'recreate' | 'move the alias' | 'delete points';
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>('search') },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Step>(
      'upsert',
      'update vectors',
      'delete vectors',
      'recreate',
      'move the alias',
      'delete points',
    ),
  },
);

/** Makes the calls without awaiting them. Each write gives all vectors the same value, so a search that sees two values is wrong. */
async function run(database: QdrantLocal, steps: readonly Step[]): Promise<void> {
  const vectors = { vectors: { tokens: settings } };
  await database.createCollection('one', vectors);
  await database.createCollection('two', vectors);
  let value = 1;
  let current: 'one' | 'two' = 'one';
  const known: Record<'one' | 'two', number | undefined> = { one: undefined, two: undefined };
  const calls: Promise<unknown>[] = [
    database.updateCollectionAliases({ actions: [{ create_alias: { alias_name: 'it', collection_name: 'one' } }] }),
  ];
  const upsert = (): void => {
    known[current] = value;
    calls.push(database.upsert('it', { points: pointsOf(value++) }));
  };
  upsert();
  const ids = Array.from({ length: count }, (_, id) => id);
  for (const next of steps) {
    if (next === 'search') {
      const expected = known[current];
      calls.push(expectState(database, expected));
    } else if (next === 'upsert' || (next === 'update vectors' && known[current] === undefined)) upsert();
    else if (next === 'update vectors') {
      known[current] = value;
      calls.push(database.updateVectors('it', { points: pointsOf(value++) }));
    } else if (next === 'delete points') {
      known[current] = undefined;
      calls.push(database.delete('it', { points: ids }));
    } else if (next === 'delete vectors') {
      if (known[current] !== undefined) calls.push(database.deleteVectors('it', { points: ids, vector: ['tokens'] }));
      known[current] = undefined;
      calls.push(database.delete('it', { points: ids }));
    } else if (next === 'recreate') {
      known[current] = undefined;
      calls.push(database.recreateCollection(current, vectors));
      calls.push(
        database.updateCollectionAliases({
          actions: [{ create_alias: { alias_name: 'it', collection_name: current } }],
        }),
      );
    } else {
      current = current === 'one' ? 'two' : 'one';
      const actions = [{ create_alias: { alias_name: 'it', collection_name: current } }];
      calls.push(database.updateCollectionAliases({ actions }));
    }
  }
  // Closing waits for all previous calls, including searches.
  calls.push(database.close());
  await Promise.all(calls);
}

async function expectState(database: QdrantLocal, expected: number | undefined): Promise<void> {
  const { points } = await database.query('it', { query, using: 'tokens', limit: count, with_vector: ['tokens'] });
  const seen = new Set(points.map(({ score }) => score));
  expect([...seen]).toEqual(expected === undefined ? [] : [expected * query.length]);
  expect(points).toHaveLength(expected === undefined ? 0 : count);
  for (const { vector } of points) expect((vector as { tokens: number[][] }).tokens[39]![0]).toBe(expected);
}

test('a search sees one state of the vectors, whatever is written, moved, recreated or closed in the meantime', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      await run(new QdrantLocal({ path: join(root, String(runs++)), durability: 'relaxed' }), steps);
    }),
    { numRuns: 10 },
  );
}, 120_000);
