import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';
import type { LargeCollectionWarning } from './size-watch.ts';

const config = { vectors: { size: 1, distance: 'Dot' } } as const;
const points = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: from + index, vector: [1] }));

test('each collection beyond the limit is reported once, on a write and on opening', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  try {
    const warnings: LargeCollectionWarning[] = [];
    const options = {
      path: folder,
      warnAbovePoints: 10,
      onWarning: (warning: LargeCollectionWarning) => warnings.push(warning),
    };
    const database = new QdrantLocal(options);
    await database.createCollection('a', config);
    await database.createCollection('b', config);
    await database.updateCollectionAliases({ actions: [{ create_alias: { alias_name: 'x', collection_name: 'a' } }] });
    await database.upsert('a', { points: points(0, 10) });
    expect(warnings).toEqual([]);
    await database.upsert('x', { points: points(10, 2) });
    await database.upsert('a', { points: points(12, 1) });
    expect(warnings).toEqual([{ collection: 'a', points: 12, limit: 10, message: expect.any(String) }]);
    expect(warnings[0]!.message).toMatch(/`a` has 12 points.*Move to a Qdrant server or cluster.*migrate/);
    await database.upsert('b', { points: points(0, 11) });
    expect(warnings.map(({ collection }) => collection)).toEqual(['a', 'b']);
    await database.close();
    warnings.length = 0;
    await using reopened = new QdrantLocal(options);
    await reopened.getCollections();
    expect(warnings.map(({ collection, points: count }) => [collection, count])).toEqual([
      ['a', 13],
      ['b', 11],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('without a listener, the warning goes to the process', async () => {
  await using database = new QdrantLocal({ warnAbovePoints: 1 });
  await database.createCollection('a', config);
  const told = once(process, 'warning');
  await database.upsert('a', { points: points(0, 2) });
  expect((await told)[0]).toMatchObject({ name: 'LargeCollectionWarning', code: 'X_LARGE_COLLECTION' });
});

test.each([
  { warnAbovePoints: 0 },
  { warnAbovePoints: NaN },
  { warnAbovePoints: '9' },
  { onWarning: 'print' },
  { onWarning: null },
])('rejects %j', (options) => {
  expect(() => new QdrantLocal(options as never)).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', parameter: Object.keys(options)[0] }),
  );
});
