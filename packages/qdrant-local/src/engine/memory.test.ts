import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../__fixtures__/forgetting-child.mjs', import.meta.url));
const packedScript = fileURLToPath(new URL('../__fixtures__/packed-child.mjs', import.meta.url));

test.each([
  ['deleted collections', 'collection'],
  ['closed databases that are still referenced', 'database'],
])(
  '%s release their memory',
  async (_, kind) => {
    const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, kind, join(folder, 'db')]);
      const { inUse, vectorBytes } = JSON.parse(stdout) as { inUse: number[]; vectorBytes: number };
      expect(inUse).toHaveLength(20);
      // Twelve more were created and removed between the two. The first four are ignored, because the program itself grows at first.
      expect(Math.min(...inUse.slice(-4)) - Math.min(...inUse.slice(4, 8))).toBeLessThan(vectorBytes);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  120_000,
);

test('multivectors on disk take almost no memory when they are written, opened and searched', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  try {
    const run = async (kind: string): Promise<{ written: number; searched: number; packedBytes: number }> => {
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--expose-gc',
        packedScript,
        join(folder, kind),
        kind,
      ]);
      return JSON.parse(stdout) as { written: number; searched: number; packedBytes: number };
    };
    const [withRows, without] = [await run('with'), await run('without')];
    expect(withRows.written - without.written).toBeLessThan(withRows.packedBytes / 8);
    expect(withRows.searched - without.searched).toBeLessThan(withRows.packedBytes / 8);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
