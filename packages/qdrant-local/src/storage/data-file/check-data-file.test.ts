// The check must accept every file that the engine wrote, whatever was written in whatever order. `damaged-files.test.ts` covers
// the files that it must reject.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { QdrantLocal } from '../../api/qdrant-local.ts';
import { checkDataFile } from './check-data-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const number = fc.nat(400);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('upsert' as const),
    first: number,
    count: fc.integer({ min: 1, max: 80 }),
    length: fc.oneof(fc.nat(9000), fc.nat(90_000)),
  }),
  fc.record({ kind: fc.constant('delete' as const), first: number, count: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant('recreate' as const), length: fc.nat(40_000) }),
  fc.record({ kind: fc.constant('reopen' as const) }),
  fc.record({ kind: fc.constant('snapshot' as const) }),
);

const idsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

test('a file is accepted after every write, after reopening, and as a copy', async () => {
  let runs = 0;
  const steps = fc.array(step, { minLength: 4, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      let path = join(folder, `database-${runs++}`);
      let database = new QdrantLocal({ path, durability: 'relaxed' });
      const config = { vectors: { size: 300, distance: 'Dot' } } as const;
      await database.createCollection('a', config);
      for (const next of list) {
        if (next.kind === 'upsert') {
          const points = idsFrom(next.first, next.count).map((id) => ({
            id,
            vector: Array(300).fill(id),
            // A few long texts among short ones.
            payload: { text: 'x'.repeat(id % 7 === 0 ? next.length : 20) },
          }));
          await database.upsert('a', { points });
        } else if (next.kind === 'delete') await database.delete('a', { points: idsFrom(next.first, next.count) });
        else if (next.kind === 'recreate') {
          await database.recreateCollection('b', { ...config, metadata: { text: 'm'.repeat(next.length) } });
          await database.upsert('b', { points: [{ id: 1, vector: Array(300).fill(1) }] });
        } else {
          const copy = `${path}-copy`;
          if (next.kind === 'snapshot') await database.snapshot(copy);
          await database.close();
          if (next.kind === 'snapshot') path = copy;
          database = new QdrantLocal({ path, durability: 'relaxed' });
        }
        const file = join(path, 'qdrant-local.mdb');
        await expect(checkDataFile(file, { mayBeMissing: false })).resolves.toBeUndefined();
      }
      await database.close();
    }),
    { numRuns: 12, seed: 1 },
  );
});
