import { symlink } from 'node:fs/promises';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '@x/model-all-minilm-l6-v2/manifest.json' with { type: 'json' };
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './__fixtures__/temporary-folder.ts';
import { manifestOf } from './__fixtures__/tiny-model.ts';
import { listInstalledModels } from './installed-models.ts';

describe('listInstalledModels', () => {
  it('finds the model package in the development dependencies', async () => {
    const models = await listInstalledModels();
    expect(models.map(({ model }) => model)).toContain(manifest.model);
  });

  it('finds scoped and unscoped packages above a file, a folder or a URL, nearest first', async () => {
    await using folder = await temporaryFolder();
    await folder.write({
      'node_modules/@acme/model-far/manifest.json': manifestOf('acme/far', {}),
      'app/node_modules/model-near/manifest.json': manifestOf('near', {}),
      'app/src/main.js': '',
    });
    const main = join(folder.path, 'app/src/main.js');
    for (const start of [main, join(folder.path, 'app'), pathToFileURL(main), pathToFileURL(main).href]) {
      const models = await listInstalledModels({ searchFrom: [start] });
      expect(models.slice(0, 2).map(({ model }) => model)).toEqual(['near', 'acme/far']);
    }
  });

  it("finds packages of Yarn's Plug'n'Play outside of node_modules", async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'unplugged/model-a/manifest.json': manifestOf('a/plugged', {}) });
    const places: Readonly<Record<string, string>> = { '@acme/model-a': 'unplugged/model-a', other: 'unplugged/other' };
    const getPackageInformation = ({ name }: { name: string }): object => {
      return { packageLocation: join(folder.path, places[name]!) };
    };
    const getAllLocators = (): object[] => [{ name: null }, ...Object.keys(places).map((name) => ({ name }))];
    const yarn = { findPnpApi: () => ({ getAllLocators, getPackageInformation }) };
    Object.assign(nodeModule, yarn);
    onTestFinished(() => void Reflect.deleteProperty(nodeModule, 'findPnpApi'));
    const models = await listInstalledModels();
    expect(models.at(-1)).toMatchObject({ model: 'a/plugged', directory: join(folder.path, 'unplugged/model-a') });
  });

  it('returns the facts of the manifest under the names of this library', async () => {
    await using folder = await temporaryFolder();
    await folder.write({ 'node_modules/model-a/manifest.json': manifestOf('a/b', { 'model.onnx': 'x' }) });
    const [first] = await listInstalledModels({ searchFrom: [folder.path] });
    expect(first?.directory).toBe(join(folder.path, 'node_modules/model-a'));
    expect(first?.manifest).toMatchObject({
      license: 'mit',
      dimension: 3,
      maxLength: 256,
      pooling: 'mean',
      normalize: true,
      files: [{ path: 'model.onnx', size: 1 }],
    });
  });

  it('skips packages with such a name that contain no model, and dangling links', async () => {
    await using folder = await temporaryFolder();
    await folder.write({
      'node_modules/model-none/package.json': '{}',
      'node_modules/model-web/manifest.json': '{"short_name":"app"}',
      'node_modules/model-broken/manifest.json': '{',
      'node_modules/model-escaping/manifest.json': '{"model":"e","files":[{"path":"../x","size":1,"sha256":"00"}]}',
      'node_modules/model-zlast/manifest.json': manifestOf('last', {}),
    });
    await symlink(join(folder.path, 'gone'), join(folder.path, 'node_modules/model-dangling'), 'junction');
    const models = await listInstalledModels({ searchFrom: [folder.path] });
    expect(models[0]?.model).toBe('last');
  });

  it('lists a package once, even if several paths lead to it', async () => {
    const models = await listInstalledModels({ searchFrom: [import.meta.url, process.cwd()] });
    expect(new Set(models.map(({ directory }) => directory)).size).toBe(models.length);
  });
});
