import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadError, ModelFileError } from '@x/core';
import { type HubServer, type HubServerOptions, startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { resolveModel } from '../resolve-model.ts';
import type { ResolveModelOptions } from '../resolve-model-options.ts';

const parts = {
  'onnx/model.onnx_data_1': new Uint8Array(20).fill(1),
  'onnx/model.onnx_data_10': new Uint8Array(30).fill(2),
  'onnx/model.onnx_datasheet': new Uint8Array(10),
  'onnx/other.onnx_data': new Uint8Array(10),
  'onnx/Constant_7_attr__value': new Uint8Array(10),
  Constant_8_attr__value: new Uint8Array(10),
};
const repositories = { 'org/tiny': { ...tinyRepository, ...parts }, 'org/plain': plain() };
const commit = 'c'.repeat(40);

function plain(): Record<string, Uint8Array> {
  const { 'onnx/model.onnx_data': _, ...rest } = tinyRepository;
  return rest;
}

async function withHub(
  work: (
    resolve: (name: string, options: ResolveModelOptions) => ReturnType<typeof resolveModel>,
    place: { hub: HubServer; path: string; fetched: () => string[] },
  ) => Promise<void>,
  options: Partial<HubServerOptions> = {},
): Promise<void> {
  await using hub = await startHubServer({ repositories, ...options });
  await using cache = await temporaryFolder();
  const fetched = (): string[] =>
    hub.requests.filter(({ url }) => url.includes('/resolve/')).map(({ url }) => url.split(`${commit}/`)[1]!);
  const common = { cacheDir: cache.path, endpoint: hub.url };
  await work((name, own) => resolveModel(name, { ...common, ...own }), { hub, path: cache.path, fetched });
}

describe('external data', () => {
  it('is fetched with all its parts before the weights when requested, but not files with similar names', () =>
    withHub(async (resolve, { fetched }) => {
      const options = { modelFile: 'onnx/model.onnx', externalData: true };
      const { directory } = await resolve('org/tiny', options);
      expect(fetched().filter((path) => /onnx\/|Constant/.test(path))).toEqual([
        'onnx/Constant_7_attr__value',
        'onnx/model.onnx_data',
        'onnx/model.onnx_data_1',
        'onnx/model.onnx_data_10',
        'onnx/model.onnx',
      ]);
      expect(await readFile(join(directory, 'onnx/model.onnx_data_10'))).toHaveLength(30);
      const requests = fetched().length;
      expect(await resolve('org/tiny', options)).toMatchObject({ source: 'cache', directory });
      expect(fetched()).toHaveLength(requests);
    }));

  it('is fetched again when it was deleted', () =>
    withHub(async (resolve, { fetched }) => {
      const options = { modelFile: 'onnx/model.onnx', externalData: true };
      const { directory } = await resolve('org/tiny', options);
      await rm(join(directory, 'onnx/model.onnx_data_1'));
      expect(await resolve('org/tiny', options)).toMatchObject({ source: 'hub' });
      expect(await readFile(join(directory, 'onnx/model.onnx_data_1'))).toHaveLength(20);
      expect(fetched().filter((path) => path === 'onnx/model.onnx')).toHaveLength(1);
    }));

  it('is not requested twice when the repository has none', () =>
    withHub(async (resolve, { hub }) => {
      const options = { modelFile: 'onnx/model.onnx', externalData: true };
      await resolve('org/plain', options);
      const requests = hub.requests.length;
      expect(await resolve('org/plain', options)).toMatchObject({ source: 'cache' });
      expect(hub.requests).toHaveLength(requests);
    }));

  it('is not searched for by default', () =>
    withHub(async (resolve, { hub, fetched }) => {
      await resolve('org/tiny', { modelFile: 'onnx/model.onnx' });
      expect(fetched().some((path) => path.includes('_data'))).toBe(false);
      expect(hub.requests.some(({ url }) => url.includes('/tree/'))).toBe(false);
    }));

  it('is ignored when its path leads out of the repository', () =>
    withHub(
      async (resolve, { path }) => {
        await resolve('org/plain', { modelFile: 'onnx/model.onnx', externalData: true });
        await expect(readFile(join(path, 'model.onnx_data'))).rejects.toThrow('ENOENT');
      },
      {
        fault: ({ url }) =>
          url.includes('/tree/')
            ? {
                kind: 'status',
                status: 200,
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify([
                  { type: 'file', path: 7 },
                  { type: 'file', path: '../../../model.onnx_data', size: 3, oid: 'a'.repeat(40) },
                  { type: 'file', path: 'onnx/model.onnx/../../../../model.onnx_data', size: 3, oid: 'a'.repeat(40) },
                ]),
              }
            : undefined,
      },
    ));
});

describe('weights', () => {
  it('are the first existing file of several paths, on the hub and in the cache', () =>
    withHub(async (resolve, { fetched }) => {
      const options = { modelFile: ['model.onnx', 'onnx/model.onnx'] };
      const first = await resolve('org/plain', options);
      expect(first.modelFile).toBe(join(first.directory, 'onnx/model.onnx'));
      expect(await resolve('org/plain', options)).toEqual({ ...first, source: 'cache' });
      expect(fetched()).not.toContain('model.onnx');
    }));

  it('cause an error that lists the existing weights when none of the paths exists', () =>
    withHub(async (resolve) => {
      const error = await resolve('org/plain', { modelFile: ['model.onnx', 'a/b.onnx'] }).catch(
        (thrown: unknown) => thrown,
      );
      expect(DownloadError.isInstance(error) && error.message).toContain(
        'org/plain has no model.onnx or a/b.onnx at revision main. Its .onnx files are: onnx/model.onnx.',
      );
    }));

  it('need at least one valid path', async () => {
    await expect(resolveModel('org/plain', { modelFile: [] })).rejects.toThrow(
      /modelFile must be a path or an array with at least one path/,
    );
    await expect(resolveModel('org/plain', { modelFile: ['../a'] })).rejects.toThrow(/modelFile\[0\]/);
  });
});

describe('an inspection', () => {
  it('receives all files except the weights, and ends the download before the weights when it rejects', () =>
    withHub(async (resolve, { fetched, path }) => {
      const seen: string[][] = [];
      const inspect = async (directory: string): Promise<void> => {
        seen.push((await readdir(directory)).toSorted());
        if (seen.length === 1) throw new RangeError('not this one');
      };
      const options = { modelFile: 'onnx/model.onnx', externalData: true, inspect };
      await expect(resolve('org/tiny', options)).rejects.toThrow(RangeError);
      expect(fetched().some((file) => file.startsWith('onnx/'))).toBe(false);
      expect(await readdir(join(path, 'models--org--tiny'))).not.toContain('refs');
      expect(await resolve('org/tiny', options)).toMatchObject({ source: 'hub' });
      expect(seen[0]).toEqual(['config.json', 'tokenizer.json', 'tokenizer_config.json']);
      // A model in the cache was inspected during its download.
      await resolve('org/tiny', options);
      expect(seen).toHaveLength(2);
    }));
});

describe('optional files', () => {
  it('are fetched if they exist, and requested only once if they do not', () =>
    withHub(async (resolve, { hub, fetched }) => {
      const options = { modelFile: 'onnx/model.onnx', optionalFiles: ['README.md', 'modules.json'] };
      await resolve('org/plain', options);
      expect(fetched()).toContain('README.md');
      expect(fetched()).not.toContain('modules.json');
      const requests = hub.requests.length;
      await resolve('org/plain', options);
      expect(hub.requests).toHaveLength(requests);
    }));

  it('make a cached model incomplete until they are requested; external data does so only while the hub can be reached', () => {
    let isDown = false;
    return withHub(
      async (resolve) => {
        const options = { modelFile: 'onnx/model.onnx', maxAttempts: 1 };
        await resolve('org/plain', options);
        isDown = true;
        const incomplete = { ...options, optionalFiles: ['modules.json'] };
        await expect(resolve('org/plain', incomplete)).rejects.toSatisfy(DownloadError.isInstance);
        const more = { ...options, externalData: true };
        expect(await resolve('org/plain', more)).toMatchObject({ source: 'cache' });
        await expect(resolve('org/plain', { ...more, source: 'hub' })).rejects.toSatisfy(DownloadError.isInstance);
        const missing = { ...more, additionalFiles: ['onnx/model.onnx_data'] };
        await expect(resolve('org/plain', missing)).rejects.toSatisfy(DownloadError.isInstance);
        isDown = false;
        expect(await resolve('org/plain', more)).toMatchObject({ source: 'hub' });
      },
      { fault: () => (isDown ? { kind: 'status', status: 503 } : undefined) },
    );
  });
});

it('refuses model.onnx of a directory in place of other weights when exactFile is true', async () => {
  await using directory = await temporaryFolder();
  await directory.write({ 'model.onnx': 'x', 'tokenizer.json': '{}' });
  const options = { modelPath: directory.path, modelFile: 'onnx/model_q4.onnx' };
  expect(await resolveModel('any name', options)).toMatchObject({ source: 'path' });
  await expect(resolveModel('any name', { ...options, exactFile: true })).rejects.toSatisfy(ModelFileError.isInstance);
});
