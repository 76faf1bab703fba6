import { join } from 'node:path';
import { InvalidArgumentError, ModelUnavailableError, UnknownModelError } from '@x/core';
import { startHubServer } from '@x/hub-server';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyRepository } from '../__fixtures__/tiny-model.ts';
import { createCatalogue } from './catalogue.ts';
import { type CatalogueEntry, entryDefaults } from './catalogue-entry.ts';
import { locateModel, type UnlistedModels } from './locate-model.ts';

interface Entry extends CatalogueEntry {
  readonly layers: number;
}
type Locate = (
  name: string,
  options?: Partial<Parameters<typeof locateModel<Entry>>[1]>,
) => ReturnType<typeof locateModel<Entry>>;

const bundledName = 'sentence-transformers/all-MiniLM-L6-v2';
const repositories = {
  'org/tiny': tinyRepository,
  'org/with-words': {
    ...tinyRepository,
    'words.json': Buffer.from('{}'),
    'onnx/model_fp16.onnx': new Uint8Array(100).fill(1),
    'onnx/model_fp16.onnx_data': new Uint8Array(100).fill(2),
  },
  'org/unlisted': tinyRepository,
  'own/only-in-a-package': tinyRepository,
};
const models: readonly Entry[] = [
  { model: 'org/tiny', layers: 1, license: 'mit' },
  { model: 'nick/name', layers: 2, sources: { hf: 'org/tiny' } },
  { model: 'org/with-words', layers: 3, additionalFiles: ['onnx/model.onnx_data', 'words.json'] },
  { model: 'own/only-in-a-package', layers: 4, sources: {} },
  { model: bundledName, layers: 6 },
];
const unlisted: UnlistedModels<Entry> = { describe: (entry) => ({ ...entry, layers: 0 }) };

/** Runs `work` with a hub, an empty cache and a catalogue. `fetched` returns the files that were requested from the hub. */
async function withCatalogue(work: (locate: Locate, fetched: () => string[]) => Promise<void>): Promise<void> {
  await using hub = await startHubServer({ repositories });
  await using folder = await temporaryFolder();
  const catalogue = createCatalogue({ kind: 'reranker', models });
  catalogue.add({ ...entryDefaults('own/added'), layers: 5, sources: { hf: 'org/tiny' } });
  const common = { catalogue, cacheDir: join(folder.path, 'hub'), endpoint: hub.url, token: 'none' };
  const fetched = (): string[] => hub.requests.flatMap(({ url }) => /\/resolve\/\w+\/(.*)$/.exec(url)?.[1] ?? []);
  await work((name, options) => locateModel(name, { ...common, ...options }), fetched);
}

describe('locateModel', () => {
  it.each([{ optionalFiles: ['../x'] }, { exactFile: true }, { externalData: true }, { inspect: async () => {} }])(
    'refuses an option that describes the files of a model: %o',
    (options) =>
      withCatalogue(async (locate) => {
        const [value] = Object.keys(options);
        for (const name of ['org/tiny', 'org/unlisted']) {
          const attempt = locate(name, { unlisted, ...(options as object) });
          await expect(attempt).rejects.toMatchObject({
            code: 'INVALID_ARGUMENT',
            parameter: 'name in options',
            value,
          });
        }
      }),
  );
});

describe('a model that the catalogue lists', () => {
  it('is found by its name, ignoring upper and lower case, and returned with its catalogue entry', () =>
    withCatalogue(async (locate) => {
      const { entry, resolved } = await locate('ORG/tiny');
      expect(entry).toEqual(models[0]);
      expect(resolved).toMatchObject({ model: 'org/tiny', source: 'hub' });
      expect(await locate('nick/name')).toMatchObject({ entry: { layers: 2 }, resolved: { source: 'cache' } });
      expect(await locate(bundledName)).toMatchObject({ resolved: { source: 'bundled' } });
    }));

  it('is never searched on the hub when it has no repository, unless a source is given', () =>
    withCatalogue(async (locate, fetched) => {
      const name = 'own/only-in-a-package';
      await expect(locate(name)).rejects.toSatisfy(ModelUnavailableError.isInstance);
      expect(fetched()).toEqual([]);
      expect(await locate(name, { source: 'hub' })).toMatchObject({ resolved: { source: 'hub' } });
    }));

  it('is fetched in another number format with the files for all formats and the external data of that format', () =>
    withCatalogue(async (locate, fetched) => {
      await locate('org/with-words', { dtype: 'fp16' });
      expect(fetched()).toContain('words.json');
      const weights = fetched().filter((path) => path.startsWith('onnx/'));
      expect(weights).toEqual(['onnx/model_fp16.onnx_data', 'onnx/model_fp16.onnx']);
    }));

  it('is searched for external data when it was added without additional files', () =>
    withCatalogue(async (locate, fetched) => {
      await locate('org/tiny');
      expect(fetched()).not.toContain('onnx/model.onnx_data');
      await locate('own/added');
      expect(fetched()).toContain('onnx/model.onnx_data');
    }));

  it('is refused in an unknown number format', () =>
    withCatalogue(async (locate) => {
      const attempt = locate('org/tiny', { dtype: 'int4' as never });
      await expect(attempt).rejects.toSatisfy(InvalidArgumentError.isInstance);
    }));
});

describe('a model that the catalogue does not list', () => {
  it('is unknown when the option unlisted is not given', () =>
    withCatalogue(async (locate, fetched) => {
      const error = await locate('org/tinny').catch((thrown: unknown) => thrown);
      expect(UnknownModelError.isInstance(error) && error.suggestions).toContain('org/tiny');
      expect(fetched()).toEqual([]);
    }));

  it('is described from its files after they are fetched', () =>
    withCatalogue(async (locate) => {
      const { entry } = await locate('org/unlisted', { unlisted });
      expect(entry).toEqual({ ...entryDefaults('org/unlisted'), layers: 0 });
      const empty = createCatalogue<Entry>({ kind: 'reranker', models: [] });
      const { entry: bundled } = await locate(bundledName, { unlisted, catalogue: empty });
      const facts = { sources: {}, bundled: true, license: 'apache-2.0', layers: 0 };
      expect(bundled).toEqual({ ...entryDefaults(bundledName), ...facts });
    }));

  it('is refused before its weights are fetched when a file is missing or inspect rejects', () =>
    withCatalogue(async (locate, fetched) => {
      const lacking = locate('org/unlisted', { unlisted: { ...unlisted, requiredFiles: ['modules.json'] } });
      await expect(lacking).rejects.toThrow('has no modules.json');
      const reason = new Error('no such head');
      const inspect = (): Promise<void> => Promise.reject(reason);
      await expect(locate('org/unlisted', { unlisted: { ...unlisted, inspect } })).rejects.toBe(reason);
      expect(fetched().filter((path) => path.startsWith('onnx/'))).toEqual([]);
    }));
});
