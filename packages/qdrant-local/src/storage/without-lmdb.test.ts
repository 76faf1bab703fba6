import { execFile } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

const here = fileURLToPath(new URL('../..', import.meta.url));

test('without lmdb, a database in memory works, and one in a folder rejects and names the missing package', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qdrant-local-'));
  for (const name of ['core', 'qdrant-local']) {
    for (const part of ['package.json', 'dist']) {
      await cp(join(here, '..', name, part), join(folder, 'node_modules/@x', name, part), { recursive: true });
    }
  }
  const stemmers = await realpath(join(here, 'node_modules/snowball-stemmers'));
  await cp(stemmers, join(folder, 'node_modules/snowball-stemmers'), { recursive: true });
  await writeFile(
    join(folder, 'open.mjs'),
    `import { QdrantLocal } from '@x/qdrant-local';
     const { collections } = await new QdrantLocal().getCollections();
     const error = await new QdrantLocal({ path: 'database' }).getCollections().catch((thrown) => thrown);
     process.stdout.write(JSON.stringify({ collections, error: { ...error, message: error.message } }));`,
  );
  // pnpm's own start file of vitest adds a folder with lmdb to NODE_PATH.
  const env = { ...process.env, NODE_PATH: '' };
  const { stdout } = await promisify(execFile)(process.execPath, ['open.mjs'], { cwd: folder, env });
  expect(JSON.parse(stdout)).toMatchObject({
    collections: [],
    error: { code: 'NATIVE_LIBRARY', problem: 'not-installed', message: expect.stringContaining('npm install lmdb') },
  });
  await rm(folder, { recursive: true });
});
