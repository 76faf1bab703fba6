import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import pythonCache from '../__fixtures__/python-cache.json' with { type: 'json' };
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { createContentHash } from '../content-hash.ts';
import { resolveModel } from '../resolve-model.ts';

const modelFile = 'onnx/model.onnx';
const commit = 'c'.repeat(40);
/** The files' contents by the names that blobs have. */
const blobs = new Map(
  Object.values(tinyRepository).flatMap((content) =>
    [40, 64].map((digits) => {
      const hash = createContentHash({ oid: '0'.repeat(digits), size: content.byteLength });
      hash.update(content);
      return [hash.digest(), content] as const;
    }),
  ),
);
const snapshot = `models--org--tiny/snapshots/${commit}`;
const noSocket: typeof globalThis.fetch = () => {
  throw new Error('A socket was asked for.');
};
const whole = {
  'models--org--tiny/refs/main': commit,
  [`${snapshot}/${modelFile}`]: 'x',
  [`${snapshot}/tokenizer.json`]: '{}',
  [`${snapshot}/tokenizer_config.json`]: '{}',
  [`${snapshot}/config.json`]: '{}',
  [`models--org--tiny/.no_exist/${commit}/special_tokens_map.json`]: '',
};

describe('the cache', () => {
  it('is used as Python’s huggingface_hub left it', async () => {
    await using cache = await temporaryFolder();
    for (const [path, entry] of Object.entries(pythonCache.files)) {
      const place = join(cache.path, path);
      await mkdir(dirname(place), { recursive: true });
      if ('link' in entry) await symlink(entry.link, place, 'file');
      else await writeFile(place, 'text' in entry ? entry.text : (blobs.get(basename(path)) ?? ''));
    }
    const resolved = await resolveModel('org/tiny', { modelFile, cacheDir: cache.path, fetch: noSocket });
    const directory = join(cache.path, snapshot);
    expect(resolved).toEqual({
      model: 'org/tiny',
      source: 'cache',
      directory,
      modelFile: join(directory, 'onnx', 'model.onnx'),
      revision: commit,
    });
  });

  it('is asked by commit, too, without any ref', async () => {
    await using cache = await temporaryFolder();
    const { 'models--org--tiny/refs/main': _, ...withoutRef } = whole;
    await cache.write(withoutRef);
    const options = { modelFile, cacheDir: cache.path, fetch: noSocket };
    await expect(resolveModel('org/tiny', { ...options, revision: commit })).resolves.toMatchObject({
      revision: commit,
    });
    await expect(resolveModel('org/tiny', { ...options, offline: true })).rejects.toThrow('has no revision main');
  });

  it('looks for the repository, where it differs from the model’s name', async () => {
    await using cache = await temporaryFolder();
    await cache.write(whole);
    const options = { modelFile, cacheDir: cache.path, repository: 'org/tiny', fetch: noSocket };
    await expect(resolveModel('acme/nickname', options)).resolves.toMatchObject({
      model: 'acme/nickname',
      source: 'cache',
    });
  });

  it.each([modelFile, 'tokenizer.json'])('is passed over when it lacks %s', async (path) => {
    await using cache = await temporaryFolder();
    const { [`${snapshot}/${path}`]: _, ...partial } = whole;
    await cache.write(partial);
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, source: 'cache' });
    await expect(attempt).rejects.toThrow(`lacks ${path}`);
  });

  it('needs external data of the weights', async () => {
    await using cache = await temporaryFolder();
    await cache.write(whole);
    const options = { modelFile, additionalFiles: ['onnx/model.onnx_data'], cacheDir: cache.path };
    await expect(resolveModel('org/tiny', { ...options, offline: true })).rejects.toThrow('lacks onnx/model.onnx_data');
  });

  it('leads to the hub when a configuration file may exist but is not there, unless the hub is forbidden', async () => {
    await using cache = await temporaryFolder();
    const { [`${snapshot}/tokenizer_config.json`]: _, ...partial } = whole;
    await cache.write(partial);
    const options = { modelFile, cacheDir: cache.path, fetch: noSocket, maxAttempts: 1 };
    await expect(resolveModel('org/tiny', options)).rejects.toMatchObject({ code: 'DOWNLOAD' });
    await expect(resolveModel('org/tiny', { ...options, offline: true })).resolves.toMatchObject({ source: 'cache' });
    await expect(resolveModel('org/tiny', { ...options, source: 'cache' })).resolves.toMatchObject({ source: 'cache' });
  });

  it('does not follow a ref that is not a commit', async () => {
    await using cache = await temporaryFolder();
    await cache.write({ ...whole, 'models--org--tiny/refs/main': '../../../elsewhere' });
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, source: 'cache' });
    await expect(attempt).rejects.toThrow('has no revision main');
  });
});
