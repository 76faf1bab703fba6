// Files that were damaged anywhere: opening one gives all that was acknowledged or an error, never a part of it, and
// never ends the process.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';

const script = fileURLToPath(new URL('../__fixtures__/opening-child.mjs', import.meta.url));
const pageSize = 16_384;

interface Outcome {
  readonly contents?: unknown;
  readonly code?: string;
  readonly status?: number;
  readonly message?: string;
}

let folder: string;
let original: string;
let bytes: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  original = join(folder, 'original');
  const database = new QdrantLocal({ path: original });
  await database.createCollection('a', { vectors: { size: 64, distance: 'Dot' } });
  await database.createCollection('b', { vectors: {} });
  await database.updateCollectionAliases({ actions: [{ create_alias: { alias_name: 'c', collection_name: 'a' } }] });
  for (let batch = 0; batch < 20; batch++) {
    const ids = Array.from({ length: 20 }, (_, index) => batch * 20 + index);
    await database.upsert('a', { points: ids.map((id) => ({ id, vector: Array(64).fill(id), payload: { id } })) });
  }
  await database.close();
  bytes = await readFile(join(original, 'qdrant-local.mdb'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function openAll(paths: readonly string[]): Promise<Outcome[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...paths], { maxBuffer: 2 ** 28 });
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Outcome);
}

async function damage(name: string, change: (dataFile: string) => Promise<void>): Promise<string> {
  const path = join(folder, name);
  await cp(original, path, { recursive: true });
  await change(join(path, 'qdrant-local.mdb'));
  return path;
}

function expectWholeOrRefused([whole, ...outcomes]: Outcome[]): void {
  for (const { contents, code, status, message } of outcomes) {
    if (contents !== undefined) expect(JSON.stringify(contents)).toBe(JSON.stringify(whole!.contents));
    else
      expect([code, status, message]).toEqual(['VECTOR_STORE', undefined, expect.stringContaining('qdrant-local.mdb')]);
  }
}

test('a bit that is wrong, in the tables of pages or anywhere', async () => {
  const pages = bytes.length / pageSize;
  // Where a page begins, damage leads to other pages or hides them.
  const place = fc.tuple(fc.nat(pages - 1), fc.oneof(fc.nat(95), fc.nat(pageSize - 1)), fc.nat(7));
  const places = fc.sample(place, { seed: 1, numRuns: 60 });
  const paths = places.map(([page, offset, bit], index) =>
    damage(`flip-${index}`, async (file) => {
      const copy = Buffer.from(bytes);
      copy[page * pageSize + offset]! ^= 1 << bit;
      await writeFile(file, copy);
    }),
  );
  const outcomes = await openAll([original, ...(await Promise.all(paths))]);
  expect(outcomes).toHaveLength(61);
  expectWholeOrRefused(outcomes);
  expect(outcomes.some(({ message }) => message?.includes('is damaged'))).toBe(true);
}, 60_000);

test('a file that is cut anywhere', async () => {
  const sizes = fc.sample(fc.nat(bytes.length - 1), { seed: 1, numRuns: 30 });
  const paths = sizes.map((size, index) => damage(`cut-${index}`, (file) => truncate(file, size)));
  expectWholeOrRefused(await openAll([original, ...(await Promise.all(paths))]));
}, 60_000);
