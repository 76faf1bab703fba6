import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { QdrantLocal } from '../api/qdrant-local.ts';

const fillingScript = fileURLToPath(new URL('../__fixtures__/filling-child.mjs', import.meta.url));
const fullDiskScript = fileURLToPath(new URL('../__fixtures__/full-disk-child.mjs', import.meta.url));
// A limit on the size of files replaces a full disk: the same calls fail, and the limit can be lifted.
const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;

interface Outcome {
  readonly batches: number;
  readonly failures: { code: string; status?: number; message: string; cause: string }[];
  readonly countWhileFull: number;
  readonly isRepaired: boolean;
  readonly countAfter: number;
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Fills a folder with vectors of a kind until its files cannot grow. */
async function fill(path: string, limitKib: number, vectors = 'dense vectors'): Promise<Outcome> {
  const more = vectors === 'packed rows' ? ['packed'] : [];
  return (await runLimited(fillingScript, [path, ...more], limitKib)) as Outcome;
}

async function runLimited(script: string, given: readonly string[], limitKib: number): Promise<unknown> {
  const shell = `trap '' XFSZ; ulimit -S -f ${limitKib}; exec "$0" "$@"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', shell, process.execPath, script, ...given]);
  return JSON.parse(stdout) as unknown;
}

describe.runIf(canLimit)('when files cannot grow', () => {
  test.each([
    [1500, 'dense vectors'],
    [3000, 'dense vectors'],
    [3000, 'packed rows'],
    [9000, 'packed rows'],
  ])(
    'at %d KiB of %s, writes fail, acknowledged data stays, and writes succeed again after room is made',
    async (limit, vectors) => {
      const path = join(folder, 'database');
      const { batches, failures, countWhileFull, isRepaired, countAfter } = await fill(path, limit, vectors);
      expect(batches).toBeGreaterThan(vectors === 'packed rows' ? 1 : 10);
      // One batch reached the limit, five others failed, and so did three retries.
      expect(failures).toHaveLength(9);
      for (const { code, status, cause, message } of failures) {
        expect({ code, status, cause }).toEqual({ code: 'VECTOR_STORE', status: undefined, cause: 'EFBIG' });
        expect(message).toMatch(/could not be written: EFBIG/);
      }
      expect(countWhileFull).toBe(batches * 20);
      expect(isRepaired).toBe(true);
      expect(countAfter).toBe((batches + 1) * 20);
      await using reopened = new QdrantLocal({ path });
      expect(await reopened.count('c')).toEqual({ count: countAfter });
      expect(await readdir(folder)).toEqual(['database']);
    },
    30_000,
  );

  test.each([
    [0, 'dense vectors'],
    [20, 'dense vectors'],
    [100, 'dense vectors'],
    [300, 'dense vectors'],
    [300, 'packed rows'],
    [500, 'packed rows'],
  ])(
    'at %d KiB, a new database with %s is rejected, and is created after room is made',
    async (limit, vectors) => {
      const { batches, failures, isRepaired, countAfter } = await fill(join(folder, 'database'), limit, vectors);
      expect(batches).toBe(0);
      expect(failures).toHaveLength(10);
      for (const { code, message } of failures) {
        expect(code).toBe('VECTOR_STORE');
        expect(message).toMatch(/EFBIG.*\. Check that the disk has room and the folder is writable\.$/);
        expect(message).not.toContain('Nothing was changed');
      }
      expect(isRepaired).toBe(true);
      expect(countAfter).toBe(20);
    },
    30_000,
  );

  test.each([0, 4, 64])(
    'at %d KiB, an existing database opens and can be read, and writes fail until room is made',
    async (limit) => {
      const path = join(folder, 'database');
      const database = new QdrantLocal({ path });
      await database.createCollection('c', { vectors: { size: 100, distance: 'Dot' } });
      await database.upsert('c', { points: [1, 2, 3].map((id) => ({ id, vector: Array(100).fill(id) })) });
      await database.close();
      expect(await runLimited(fullDiskScript, [path], limit)).toEqual({
        countWhileFull: 3,
        writtenWhileFull: { code: 'VECTOR_STORE', cause: 'EFBIG' },
        openedTwice: expect.stringMatching(/already open in this process \(pid \d+ on /),
        writtenAfter: 'written',
        countAfter: 4,
      });
      expect((await readdir(path)).toSorted()).toEqual([
        'qdrant-local.json',
        'qdrant-local.mdb',
        'qdrant-local.mdb-lock',
      ]);
      await using reopened = new QdrantLocal({ path });
      expect(await reopened.count('c')).toEqual({ count: 4 });
    },
    30_000,
  );
});
