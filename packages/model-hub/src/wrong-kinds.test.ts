import type { OptionKind } from '@x/core';
import { optionConformance, valuesOfOtherKinds } from '@x/core/testing';
import { describe, expect, it } from 'vitest';
import { type CatalogueOptions, createCatalogue } from './catalogue/catalogue.ts';
import type { CatalogueEntry } from './catalogue/catalogue-entry.ts';
import { locateModel, type LocateModelOptions, type UnlistedModels } from './catalogue/locate-model.ts';
import { listInstalledModels, type ListInstalledModelsOptions } from './installed-models.ts';
import { filesForDtype, type ListedFiles, modelFileFor } from './model-dtype.ts';
import { runProgram, type RunProgramOptions } from './program/run-program.ts';
import { resolveModel } from './resolve-model.ts';
import type { ModelSourceOptions, ResolveModelOptions } from './resolve-model-options.ts';
import { type ModelList, resolveUnlistedModel, type UnlistedModelOptions } from './resolve-unlisted-model.ts';
import { readSafetensors, type ReadSafetensorsOptions } from './safetensors/read-safetensors.ts';
import { readModelModules } from './sentence-transformers/read-model-modules.ts';

type Kinds<Options> = Record<keyof Options, readonly OptionKind[]>;

const sources: Kinds<ModelSourceOptions> = {
  source: ['text'],
  modelPath: ['text'],
  offline: ['boolean'],
  cacheDir: ['text'],
  revision: ['text'],
  endpoint: ['text'],
  token: ['secret'],
  fetch: ['function'],
  maxAttempts: ['number'],
  maxRetryWaitMs: ['number'],
  stallTimeoutMs: ['number'],
  clock: ['object'],
  searchFrom: ['list'],
  signal: ['signal'],
  onProgress: ['function'],
};
const resolving: Kinds<ResolveModelOptions> = {
  ...sources,
  modelFile: ['text', 'list'],
  exactFile: ['boolean'],
  additionalFiles: ['list'],
  optionalFiles: ['list'],
  externalData: ['boolean'],
  inspect: ['function'],
  npmPackage: ['text'],
  repository: ['text'],
};
const resolvingUnlisted: Kinds<UnlistedModelOptions> = {
  ...sources,
  exactFile: ['boolean'],
  additionalFiles: ['list'],
  optionalFiles: ['list'],
  inspect: ['function'],
  repository: ['text'],
  dtype: ['text'],
  modelFiles: ['list'],
};
const locating: Kinds<LocateModelOptions<CatalogueEntry>> = {
  ...sources,
  catalogue: ['object'],
  unlisted: ['object'],
  dtype: ['text'],
};
const unlisted: Kinds<UnlistedModels<CatalogueEntry>> = {
  describe: ['function'],
  modelFiles: ['list'],
  requiredFiles: ['list'],
  optionalFiles: ['list'],
  inspect: ['function'],
};
const catalogue = createCatalogue({ kind: 'thing', models: [{ model: 'org/thing' }] });
const list: ModelList = { kind: 'thing', knownModels: [] };
const listKinds: Kinds<ModelList> = { kind: ['text'], knownModels: ['list'], elsewhere: ['text'] };
const installed: Kinds<ListInstalledModelsOptions> = { searchFrom: ['list'] };
const reading: Kinds<ReadSafetensorsOptions> = { tensors: ['list'], signal: ['signal'] };
const making: Kinds<CatalogueOptions<CatalogueEntry>> = {
  kind: ['text'],
  elsewhere: ['text'],
  models: ['list'],
  isReplaceable: ['function'],
};
const listed: Kinds<ListedFiles> = { modelFile: ['text', 'list'], additionalFiles: ['list'] };
const running: Kinds<RunProgramOptions> = { catalogue: ['list'], stdout: ['object'], stderr: ['object'] };

const describeEntry = (entry: unknown): unknown => entry;

const cases = optionConformance([
  {
    name: 'resolveModel',
    kinds: resolving,
    defaults: { modelFile: 'a' },
    call: (options) => resolveModel('org/thing', options),
  },
  {
    name: 'resolveUnlistedModel',
    kinds: resolvingUnlisted,
    call: (options) => resolveUnlistedModel('o/t', options, list),
  },
  {
    name: 'resolveUnlistedModel with a list',
    parameter: 'list',
    kinds: listKinds,
    defaults: list,
    call: (value) => resolveUnlistedModel('o/t', {}, value),
  },
  {
    name: 'locateModel',
    kinds: locating,
    defaults: { catalogue },
    call: (options) => locateModel('org/thing', options),
  },
  {
    name: 'locateModel of unlisted models',
    parameter: 'unlisted',
    kinds: unlisted,
    defaults: { describe: describeEntry },
    call: (value) => locateModel('o/t', { catalogue, unlisted: value }),
  },
  { name: 'listInstalledModels', kinds: installed, call: (options) => listInstalledModels(options) },
  { name: 'readSafetensors', kinds: reading, call: (options) => readSafetensors('/nowhere', options) },
  {
    name: 'createCatalogue',
    kinds: making,
    defaults: { kind: 'thing', models: [] },
    call: (options) => createCatalogue(options),
  },
  {
    name: 'filesForDtype',
    parameter: 'files',
    kinds: listed,
    defaults: { modelFile: 'a', additionalFiles: [] },
    call: (files) => filesForDtype(files, 'fp16'),
  },
  { name: 'runProgram', kinds: running, call: (options) => runProgram(['--help'], options) },
]);
it.each(cases)('$name', ({ run }) => run());

async function refusal(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a value of a wrong kind', () => {
  it('is refused by its index in lists of paths', async () => {
    const modelFile = 'a';
    for (const value of valuesOfOtherKinds('text') as never[]) {
      for (const name of ['searchFrom', 'additionalFiles', 'optionalFiles', 'modelFile']) {
        const attempt = resolveModel('org/thing', { modelFile, [name]: ['a', value] });
        await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', parameter: `${name}[1]` });
      }
      await expect(listInstalledModels({ searchFrom: [value] })).rejects.toMatchObject({ parameter: 'searchFrom[0]' });
    }
    const searchFrom = [new URL('https://example.org')];
    await expect(listInstalledModels({ searchFrom })).rejects.toMatchObject({ parameter: 'searchFrom[0]' });
  });

  it('is refused in place of a name, a path or a number format', async () => {
    for (const value of valuesOfOtherKinds('text') as never[]) {
      const invalid = (parameter: string): object => ({ code: 'INVALID_ARGUMENT', parameter, value });
      expect(await refusal(() => resolveModel(value, { modelFile: 'a' }))).toMatchObject(invalid('model'));
      expect(await refusal(() => resolveUnlistedModel(value, {}, list))).toMatchObject(invalid('model'));
      expect(await refusal(() => locateModel(value, { catalogue }))).toMatchObject(invalid('name'));
      expect(await refusal(() => catalogue.find(value))).toMatchObject(invalid('model'));
      expect(await refusal(() => readSafetensors(value))).toMatchObject(invalid('path'));
      expect(await refusal(() => readModelModules(value, 'CrossEncoder'))).toMatchObject(invalid('directory'));
      expect(await refusal(() => readModelModules('/nowhere', value))).toMatchObject(invalid('type'));
      expect(await refusal(() => modelFileFor(value, 'fp16'))).toMatchObject(invalid('modelFile'));
      expect(await refusal(() => modelFileFor('a', value))).toMatchObject(invalid('dtype'));
    }
  });
});
