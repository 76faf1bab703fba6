import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePythonCache } from '../__fixtures__/python-layout.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { resolveModel } from '../resolve-model.ts';
import type { ResolvedModel } from '../resolved-model.ts';

const modelFile = 'onnx/model.onnx';
const commit = 'c'.repeat(40);
const snapshot = `models--org--tiny/snapshots/${commit}`;
const noSocket: typeof globalThis.fetch = () => {
  throw new Error('A request was sent.');
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
  it('is used as Python’s huggingface_hub wrote it', async () => {
    await using cache = await temporaryFolder();
    await writePythonCache(cache.path);
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

  it('is searched by commit without a ref', async () => {
    await using cache = await temporaryFolder();
    const { 'models--org--tiny/refs/main': _, ...withoutRef } = whole;
    await cache.write(withoutRef);
    const options = { modelFile, cacheDir: cache.path, fetch: noSocket };
    await expect(resolveModel('org/tiny', { ...options, revision: commit })).resolves.toMatchObject({
      revision: commit,
    });
    await expect(resolveModel('org/tiny', { ...options, offline: true })).rejects.toThrow('has no revision main');
  });

  it('is searched by the repository when that differs from the model’s name', async () => {
    await using cache = await temporaryFolder();
    await cache.write(whole);
    const options = { modelFile, cacheDir: cache.path, repository: 'org/tiny', fetch: noSocket };
    await expect(resolveModel('acme/nickname', options)).resolves.toMatchObject({
      model: 'acme/nickname',
      source: 'cache',
    });
  });

  it.each([modelFile, 'tokenizer.json'])('is skipped when it lacks %s', async (path) => {
    await using cache = await temporaryFolder();
    const { [`${snapshot}/${path}`]: _, ...partial } = whole;
    await cache.write(partial);
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, source: 'cache' });
    await expect(attempt).rejects.toThrow(`lacks ${path}`);
  });

  it('must contain the external data of the weights', async () => {
    await using cache = await temporaryFolder();
    await cache.write(whole);
    const options = { modelFile, additionalFiles: ['onnx/model.onnx_data'], cacheDir: cache.path };
    await expect(resolveModel('org/tiny', { ...options, offline: true })).rejects.toThrow('lacks onnx/model.onnx_data');
  });

  it('is not enough when a configuration file may exist on the hub, unless the hub is forbidden', async () => {
    await using cache = await temporaryFolder();
    const { [`${snapshot}/tokenizer_config.json`]: _, ...partial } = whole;
    await cache.write(partial);
    const options = { modelFile, cacheDir: cache.path, fetch: noSocket, maxAttempts: 1 };
    for (const fetch of [noSocket, async () => new Response('', { status: 429 })]) {
      await expect(resolveModel('org/tiny', { ...options, fetch })).rejects.toMatchObject({
        code: 'DOWNLOAD',
        message: expect.stringContaining('without tokenizer_config.json, pass offline: true.') as string,
      });
    }
    await expect(resolveModel('org/tiny', { ...options, offline: true })).resolves.toMatchObject({ source: 'cache' });
    await expect(resolveModel('org/tiny', { ...options, source: 'cache' })).resolves.toMatchObject({ source: 'cache' });
  });

  it('is used despite an unknown special_tokens_map.json while the hub cannot be asked for it', async () => {
    await using cache = await temporaryFolder();
    const { [`models--org--tiny/.no_exist/${commit}/special_tokens_map.json`]: _, ...unmarked } = whole;
    await cache.write(unmarked);
    const resolve = (fetch: typeof globalThis.fetch): Promise<ResolvedModel> =>
      resolveModel('org/tiny', { modelFile, cacheDir: cache.path, fetch, maxAttempts: 1 });
    await expect(resolve(noSocket)).resolves.toMatchObject({ source: 'cache' });
    for (const status of [401, 403, 408, 429, 500, 503]) {
      await expect(resolve(async () => new Response('', { status }))).resolves.toMatchObject({ source: 'cache' });
    }
    for (const status of [400, 404]) {
      await expect(resolve(async () => new Response('', { status }))).rejects.toMatchObject({
        code: 'DOWNLOAD',
        status,
      });
    }
  });

  it('ignores a ref that is not a commit', async () => {
    await using cache = await temporaryFolder();
    await cache.write({ ...whole, 'models--org--tiny/refs/main': '../../../elsewhere' });
    const attempt = resolveModel('org/tiny', { modelFile, cacheDir: cache.path, source: 'cache' });
    await expect(attempt).rejects.toThrow('has no revision main');
  });
});
