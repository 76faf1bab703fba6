import { join } from 'node:path';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder, type TemporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const commit = 'c'.repeat(40);

/** Writes a complete model into the cache folder of the repository, with its name in the given case. */
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

// On other systems, folder names that differ only in case denote the same folder.
const itWithSpellings = it.runIf(process.platform === 'linux');

describe('a repository in the cache', () => {
  it.each(['baai/bge-m3', 'BAAI/BGE-M3', 'BAAI/bge-m3'])(
    'is found as BAAI/bge-m3 when its folder is named %s',
    async (name) => {
      await using cache = await temporaryFolder();
      const directory = await fill(cache, name);
      const options = { modelFile, cacheDir: cache.path, offline: true };
      await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ source: 'cache', directory });
    },
  );

  itWithSpellings('with the exact name comes before others, which are sorted by name', async () => {
    await using cache = await temporaryFolder();
    const options = { modelFile, cacheDir: cache.path, offline: true };
    const lower = await fill(cache, 'baai/bge-m3');
    const upper = await fill(cache, 'BAAI/BGE-M3');
    await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ directory: upper });
    const exact = await fill(cache, 'BAAI/bge-m3');
    await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ directory: exact });
    await expect(resolveModel('baai/bge-m3', options)).resolves.toMatchObject({ directory: lower });
  });

  itWithSpellings('with the exact name but without files is skipped for one with files', async () => {
    await using cache = await temporaryFolder();
    await cache.write({ 'models--BAAI--bge-m3/refs/main': commit });
    const directory = await fill(cache, 'baai/bge-m3');
    const options = { modelFile, cacheDir: cache.path, offline: true };
    await expect(resolveModel('BAAI/bge-m3', options)).resolves.toMatchObject({ directory });
  });

  it('is completed in its folder without fetching existing files again', async () => {
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

  itWithSpellings('is removed in all spellings, so that no other is found instead', async () => {
    await using cache = await temporaryFolder();
    await fill(cache, 'baai/bge-m3');
    await fill(cache, 'BAAI/bge-m3');
    const { code, out } = await runInTest(['remove', 'BAAI/bge-m3', '--cache-dir', cache.path]);
    expect([code, out]).toEqual([0, 'BAAI/bge-m3 is removed.\nbaai/bge-m3 is removed.\n']);
    expect(await cache.list()).toEqual([]);
  });
});
