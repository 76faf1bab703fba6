// Files damaged at any position. Opening such a file either returns everything that was acknowledged and accepts writes, or throws
// an error that names the file. It never returns a part of the data, and never ends the process, not even at the first write.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { damages } from '../__fixtures__/damages.ts';
import { seededRandom } from '../__fixtures__/mutate-request.ts';
import { QdrantLocal } from '../api/qdrant-local.ts';

const script = fileURLToPath(new URL('../__fixtures__/surviving-child.mjs', import.meta.url));
const dataFile = 'qdrant-local.mdb';

interface Outcome {
  /** Digests of the contents: before the writes, after them, and after opening the database again. */
  readonly before?: string;
  readonly after?: string;
  readonly again?: string;
  readonly code?: string;
  readonly message?: string;
  /** The signal or exit code that ended the process. */
  readonly died?: string;
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const pointsFrom = (first: number, count: number, size: number, text: (id: number) => string = String) =>
  Array.from({ length: count }, (_, index) => first + index).map((id) => ({
    id,
    vector: Array.from({ length: size }, (__, place) => Math.sin(id * size + place)),
    payload: { text: text(id) },
  }));

/** Databases with different contents, written in different orders. */
const shapes: Readonly<Record<string, (database: QdrantLocal) => Promise<unknown>>> = {
  'with a few points': async (database) => {
    await database.createCollection('a', { vectors: { size: 4, distance: 'Dot' } });
    await database.upsert('a', { points: pointsFrom(0, 10, 4) });
  },
  'with values on pages of their own': async (database) => {
    const metadata = { text: 'm'.repeat(20_000) };
    await database.createCollection('a', { vectors: { size: 64, distance: 'Dot' }, metadata });
    const long = (id: number) => 'x'.repeat(5000 * (id % 13));
    for (let batch = 0; batch < 6; batch++) {
      await database.upsert('a', { points: pointsFrom(batch * 5, 5, 64, long) });
    }
    await database.delete('a', { points: [3, 6, 9, 12] });
  },
  'with many free pages': async (database) => {
    await database.createCollection('a', { vectors: { size: 256, distance: 'Dot' } });
    await database.upsert('a', { points: pointsFrom(0, 900, 256) });
    for (let batch = 0; batch < 12; batch++) {
      await database.delete('a', { points: Array.from({ length: 60 }, (_, index) => batch * 70 + index) });
    }
  },
  'with packed rows, long and short': async (database) => {
    const tokens = { size: 8, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true } as const;
    await database.createCollection('a', { vectors: { tokens } });
    const rows = (id: number) => pointsFrom(id, id % 2 === 0 ? 3 : 700, 8).map(({ vector }) => vector);
    const points = Array.from({ length: 40 }, (_, id) => ({ id, vector: { tokens: rows(id) } }));
    await database.upsert('a', { points: points.slice(0, 30) });
    await database.upsert('a', { points: points.slice(20) });
    await database.delete('a', { points: [7, 8, 9] });
  },
  'with several collections and aliases': async (database) => {
    for (let number = 0; number < 5; number++) {
      const name = `collection ${number}`;
      await database.createCollection(name, { vectors: { size: 8, distance: 'Cosine' }, metadata: { number } });
      const alias = { alias_name: `alias ${number}`, collection_name: name };
      await database.updateCollectionAliases({ actions: [{ create_alias: alias }] });
      if (number > 0) await database.upsert(name, { points: pointsFrom(0, 60 * number, 8) });
    }
    await database.deleteCollection('collection 3');
  },
};

/** Opens the databases one after the other in a child process. When the process dies, another one continues with the next database. */
async function open(paths: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < paths.length) {
    const child = promisify(execFile)(process.execPath, [script, ...paths.slice(outcomes.length)]);
    const { stdout, died } = await child.then(
      (ended) => ({ ...ended, died: 'early' }),
      ({ stdout: printed, signal, code }: { stdout: string; signal?: string; code?: number }) => {
        return { stdout: printed, died: signal ?? `exit code ${code}` };
      },
    );
    outcomes.push(
      ...stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Outcome),
    );
    if (outcomes.length < paths.length) outcomes.push({ died });
  }
  return outcomes;
}

describe.each(Object.keys(shapes))('a database %s', (shape) => {
  let original: string;
  let bytes: Buffer;

  beforeAll(async () => {
    original = join(folder, shape);
    const database = new QdrantLocal({ path: original, durability: 'relaxed' });
    await shapes[shape]!(database);
    await database.close();
    bytes = await readFile(join(original, dataFile));
  });

  async function damaged(kind: string): Promise<string> {
    const path = join(folder, `${shape}, ${kind}`);
    await cp(original, path, { recursive: true });
    await writeFile(join(path, dataFile), damages[kind]!(bytes, seededRandom(kind.length)));
    return path;
  }

  test('is either complete or rejected after damage of every kind', async () => {
    const kinds = Object.keys(damages);
    const whole = join(folder, `${shape}, whole`);
    await cp(original, whole, { recursive: true });
    const paths = [whole, ...(await Promise.all(kinds.map((kind) => damaged(kind))))];
    const [expected, ...outcomes] = await open(paths);
    expect(expected).toEqual({ before: expect.any(String), after: expected!.again, again: expect.any(String) });
    const refused = { code: 'VECTOR_STORE', name: 'VectorStoreError', message: expect.stringContaining(dataFile) };
    expect(Object.fromEntries(outcomes.map((outcome, index) => [kinds[index], outcome]))).toEqual(
      Object.fromEntries(
        outcomes.map(({ before }, index) => [kinds[index], before === undefined ? refused : expected]),
      ),
    );
    expect(outcomes.filter(({ before }) => before === undefined).length).toBeGreaterThan(5);
  }, 120_000);
});
