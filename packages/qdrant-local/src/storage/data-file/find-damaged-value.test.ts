import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { afterAll, expect, test } from 'vitest';

import { findDamagedValue } from './find-damaged-value.ts';

const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-values-'));
afterAll(() => rm(folder, { recursive: true }));

const pageSize = 16_384;
const headerBytes = 24;
const treeKey = 'values\0';

/** Returns a value whose first bytes occur once in the file. */
function valueOf(key: number, length: number): Buffer {
  const value = Buffer.alloc(length, key);
  value.write(`value of ${key}, `);
  return value;
}

function keyOf(number: number): Buffer {
  const key = Buffer.alloc(60);
  key.writeUInt32BE(number);
  return key;
}

async function makeFile(path: string, lengths: readonly number[]): Promise<void> {
  const root = open({ path, noSubdir: true, pageSize, maxDbs: 2 });
  root
    .openDB<Buffer, Buffer>({ name: 'other', encoding: 'binary', keyEncoding: 'binary' })
    .putSync(keyOf(1), valueOf(99_999, 40_000));
  const tree = root.openDB<Buffer, Buffer>({ name: 'values', encoding: 'binary', keyEncoding: 'binary' });
  root.transactionSync(() => {
    for (const [key, length] of lengths.entries()) tree.putSync(keyOf(key), valueOf(key, length));
  });
  await root.close();
}

const length = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 30, max: 6000 }) },
  fc.integer({ min: 9000, max: 60_000 }),
);
const headerChange = fc.record({ offset: fc.constantFrom(0, 4, 14, 18, 20, 22), bit: fc.nat(7) });

test('finds the value with damaged first pages by its key, and nothing when that key is not requested', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(length, { minLength: 1, maxLength: 600, size: 'max' }),
      fc.infiniteStream(fc.nat(700)),
      headerChange,
      async (lengths, numbers, { offset, bit }) => {
        const path = join(folder, String(run++));
        await makeFile(path, lengths);
        // Some of these keys do not exist.
        const asked = [...new Set(numbers.take(50))];
        const find = (keys: readonly number[]): Promise<Buffer | undefined> =>
          findDamagedValue(path, treeKey, keys.map(keyOf));
        expect(await find(asked)).toBeUndefined();
        expect(await find([...lengths.keys()])).toBeUndefined();
        expect(await findDamagedValue(path, 'none\0', [keyOf(0)])).toBeUndefined();
        const long = asked.find((key) => (lengths[key] ?? 0) > 9000);
        if (long === undefined) return;
        const file = await readFile(path);
        const header = file.indexOf(`value of ${long}, `) - headerBytes;
        expect(header % pageSize).toBe(0);
        file[header + offset]! ^= 1 << bit;
        await writeFile(path, file);
        expect(await find(asked)).toEqual(keyOf(long));
        expect(await find(asked.filter((key) => key !== long))).toBeUndefined();
      },
    ),
    { numRuns: 40 },
  );
});
