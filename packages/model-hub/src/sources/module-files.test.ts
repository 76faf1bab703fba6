import { readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelFileError, type ProgressEvent } from '@x/core';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { modelDirectory } from '../__fixtures__/model-directory.ts';
import { runInTest } from '../__fixtures__/run-in-test.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { withVariables } from '../__fixtures__/with-variables.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { locateModel } from '../catalogue/locate-model.ts';
import { readManifest } from '../manifest.ts';
import { resolveModel } from '../resolve-model.ts';
import type { ResolveModelOptions } from '../resolve-model-options.ts';
import type { ResolvedModel } from '../resolved-model.ts';

const { '5_Normalize/config.json': _, ...modules } = modelDirectory();
const escaping = Buffer.from(
  JSON.stringify([{ type: 'sentence_transformers.models.Dense', path: '../../../2_Dense' }]),
);
const repositories = {
  'org/modular': { ...tinyRepository, ...modules, '2_Dense/README.md': Buffer.from('#') },
  'org/escaping': { ...tinyRepository, 'modules.json': escaping },
};
const ofModules = [
  '1_Pooling/config.json',
  '2_Dense/config.json',
  '2_Dense/model.safetensors',
  '3_LayerNorm/config.json',
  '3_LayerNorm/model.safetensors',
  '4_Dropout/config.json',
];

async function withHub(
  work: (place: {
    resolve: (name: string, options?: Partial<ResolveModelOptions>) => Promise<ResolvedModel>;
    common: { cacheDir: string; endpoint: string };
    fetched: () => string[];
  }) => Promise<void>,
): Promise<void> {
  await using hub = await startHubServer({ repositories });
  await using cache = await temporaryFolder();
  const common = { cacheDir: cache.path, endpoint: hub.url };
  const fetched = (): string[] => hub.requests.flatMap(({ url }) => /\/resolve\/\w+\/(\d_.*)$/.exec(url)?.[1] ?? []);
  const asked = { modelFile: 'onnx/model.onnx', optionalFiles: ['modules.json'] };
  await work({ resolve: (name, own) => resolveModel(name, { ...asked, ...common, ...own }), common, fetched });
}

describe('the files of the modules in modules.json', () => {
  it('are fetched with it before the weights, and are in the cache afterwards', () =>
    withHub(async ({ resolve, fetched }) => {
      const events: ProgressEvent[] = [];
      const { directory } = await resolve('org/modular', { onProgress: (event) => events.push(event) });
      expect(fetched()).toEqual(ofModules);
      expect(events.at(-1)).toMatchObject({ completed: events.at(-1)!.total });
      for (const { completed, total = 0 } of events) expect(completed).toBeLessThanOrEqual(total);
      // The cache also records that a module has no configuration.
      expect(await resolve('org/modular')).toMatchObject({ source: 'cache' });
      expect(await resolve('org/modular', { offline: true })).toMatchObject({ source: 'cache', directory });
      expect(fetched()).toHaveLength(ofModules.length);
    }));

  it('are fetched again when missing or damaged', () =>
    withHub(async ({ resolve, fetched }) => {
      const { directory } = await resolve('org/modular');
      const path = join(directory, '2_Dense/model.safetensors');
      await truncate(path, 9);
      expect(await resolve('org/modular')).toMatchObject({ source: 'hub' });
      expect(fetched().slice(ofModules.length)).toEqual(['2_Dense/model.safetensors']);
      await rm(path);
      expect(await resolve('org/modular')).toMatchObject({ source: 'hub' });
      expect(Buffer.compare(await readFile(path), modules['2_Dense/model.safetensors']!)).toBe(0);
    }));

  it('are requested while the hub can be reached when a cache of an earlier release does not record them', () =>
    withHub(async ({ resolve, common, fetched }) => {
      const { directory } = await resolve('org/modular');
      const mark = join(directory.replace('snapshots', '.no_exist'), '5_Normalize/config.json');
      await rm(mark);
      const unreachable = { endpoint: 'http://127.0.0.1:1', maxAttempts: 1 };
      expect(await resolve('org/modular', unreachable)).toMatchObject({ source: 'cache', directory });
      expect(await resolve('org/modular', common)).toMatchObject({ source: 'hub' });
      expect(await resolve('org/modular', unreachable)).toMatchObject({ source: 'cache' });
      expect(fetched()).toHaveLength(ofModules.length);
    }));

  it('are not fetched when modules.json is not requested', () =>
    withHub(async ({ resolve, fetched }) => {
      await resolve('org/modular', { optionalFiles: [] });
      expect(fetched()).toEqual([]);
    }));

  it('are refused when their folder is outside the repository', () =>
    withHub(async ({ resolve }) => {
      const error = await resolve('org/escaping').catch((thrown: unknown) => thrown);
      expect(ModelFileError.isInstance(error) && error.message).toContain('the folder "../../../2_Dense" of a module');
    }));

  it('belong to a modular model of the catalogue, which must have a modules.json', () =>
    withHub(async ({ common, fetched }) => {
      const models = ['org/modular', 'org/plain'].map((model) => ({
        model,
        modular: true,
        sources: { hf: 'org/modular' },
      }));
      const catalogue = createCatalogue({ kind: 'model', models });
      const { resolved } = await locateModel('org/modular', { ...common, catalogue });
      expect(fetched()).toEqual(ofModules);
      await rm(join(resolved.directory, 'modules.json'));
      await expect(locateModel('org/modular', { ...common, catalogue, offline: true })).rejects.toThrow(
        'lacks modules.json',
      );
    }));

  it('are exported with the model', () =>
    withHub(async ({ common: { cacheDir, endpoint } }) => {
      await using folder = await temporaryFolder();
      const target = join(folder.path, 'out');
      const variables = { HF_ENDPOINT: endpoint, HF_HUB_CACHE: cacheDir, HF_TOKEN_PATH: folder.path };
      await withVariables(variables, async () => {
        expect(await runInTest(['export', 'org/modular', target])).toMatchObject({ code: 0 });
      });
      const paths = (await readManifest(target))?.files.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['modules.json', ...ofModules]));
    }));
});
