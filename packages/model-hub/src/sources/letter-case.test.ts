import { join } from 'node:path';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const commit = 'c'.repeat(40);

/** Puts a whole model into the folder of the repository as it is written here. */
async function fill(cache: TemporaryFolder, repository: string, content = 'x'): Promise<string> {
  const folder = `models--${repository.replace('/', '--')}`;
  const snapshot = `${folder}/snapshots/${commit}`;
  await cache.write({
    [`${folder}/refs/main`]: commit,
    [`${snapshot}/${modelFile}`]: content,
    [`${snapshot}/tokenizer.json`]: '{}',
  });
  return join(cache.path, snapshot);
}

// Elsewhere folders whose names differ in case alone are one.
const itWithSpellings = it.runIf(process.platform === 'linux');

describe('a repository in the cache', () => {
  it.each(['baai/bge-m3', 'BAAI/BGE-M3', 'BAAI/bge-m3'])(
    'is found as BAAI/bge-m3 where it lies as %s',
    async (name) => {
      await using cache = await temporaryFolder();
      const directory = await fill(cache, name);
      const options = { modelFile, cacheDir: cache.path, offline: true };
      await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ source: 'cache', directory });
    },
  );

  itWithSpellings('of the exact name goes before others, and those in the order of their names', async () => {
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, offline: true };
    const lower = await fill(cache, 'baai/bge-m3');
    const upper = await fill(cache, 'BAAI/BGE-M3');
    await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ directory: upper });
    const exact = await fill(cache, 'BAAI/bge-m3');
    await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ directory: exact });
    await expect(resolveModel('baai/bge-m3', options)).resolves.toMatchObject({ directory: lower });
  });

  itWithSpellings('of the exact name that lacks files gives way to one that has them', async () => {
    await using cache = await temporaryFolder();
    await cache.write({ 'models--BAAI--bge-m3/refs/main': commit });
    const directory = await fill(cache, 'baai/bge-m3');
    const options = { modelFile, cacheDir: cache.path, offline: true };
    await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ directory });
  });

  it('is completed where it lies, without fetching again what is there', async () => {
    await using hub = await startHubServer({
      repositories: { 'Org/Tiny': tinyRepository, 'org/tiny': tinyRepository },
    });
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, endpoint: hub.url };
    await resolveModel('org/tiny', options);
    const count = hub.requests.filter(({ host }) => host === 'storage').length;
    const { directory } = await resolveModel('Org/Tiny', { ...options, source: 'hub', additionalFiles: ['README.md'] });
    expect(directory).toContain('models--org--tiny');
    expect(hub.requests.filter(({ host }) => host === 'storage')).toHaveLength(count);
  });

  itWithSpellings('is removed under each spelling, so that no other is found in its place', async () => {
    await using cache = await temporaryFolder();
    await fill(cache, 'baai/bge-m3');
    await fill(cache, 'BAAI/bge-m3');
    const { code, out } = await runInTest(['remove', 'BAAI/bge-m3', '--cache-dir', cache.path]);
    expect([code, out]).toEqual([0, 'BAAI/bge-m3 is removed.\nbaai/bge-m3 is removed.\n']);
    expect(await cache.list()).toEqual([]);
  });
});
