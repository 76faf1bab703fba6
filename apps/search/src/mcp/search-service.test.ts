import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder, type TemporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from '../search-index/index-location.ts';
import { SearchIndex } from '../search-index/search-index.ts';
import { SearchService } from './search-service.ts';

let [folder, models, index, service] = [] as unknown as [TemporaryFolder, SearchModels, SearchIndex, SearchService];
beforeAll(async () => {
  folder = await temporaryFolder({
    'docs/bees.md': 'Bees make honey.',
    'docs/pictures/a.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0),
    'docs/.env': 'PASSWORD=swordfish',
    'other/key.txt': 'The password is swordfish.',
  });
  models = await loadStaticModels();
  const location = new IndexLocation(join(folder.path, '.x-search'));
  const settings = { embedder: { model: 'x/static-en' }, language: 'english', roots: [] };
  index = new SearchIndex({ location, settings, models: async () => models });
  const roots = await index.addRoots([join(folder.path, 'docs')]);
  service = new SearchService(index, { cwd: folder.path, roots });
  await service.refresh(undefined);
});
afterAll(async () => {
  await index[Symbol.asyncDispose]();
  await models[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

describe.skipIf(process.platform === 'win32')('a path with links', () => {
  it('leads to a served folder', async () => {
    await symlink('docs', join(folder.path, 'link'));
    expect(await service.search('honey', 1, 'link')).toMatchObject({ passages: [{ file: 'docs/bees.md' }] });
    expect(await service.get('link/bees.md', 0, 0)).toMatchObject([{ file: 'docs/bees.md' }]);
    expect(await service.refresh('link')).toMatchObject({ files: 1, indexed: 0 });
  });

  it('is refused when it leads out of the served folders', async () => {
    await symlink('../other', join(folder.path, 'docs/out'));
    const outside = 'is outside the indexed folders';
    await expect(service.refresh('docs/out')).rejects.toThrow(outside);
    await expect(service.refresh('docs/out/key.txt')).rejects.toThrow(outside);
    await expect(service.search('password', 1, 'docs/out')).rejects.toThrow(outside);
    await expect(service.get('docs/out/key.txt', 0, 0)).rejects.toThrow(outside);
  });
});

describe.skipIf(process.platform === 'win32')('a served folder that is reached through a link', () => {
  const files = { 'real/docs/bees.md': 'Bees make honey.', 'other/key.txt': 'The password is swordfish.' };

  /** Opens an index in `path`. */
  function open(path: string, roots: readonly string[] = []): SearchIndex {
    const settings = { embedder: { model: 'x/static-en' }, language: 'english', roots };
    const location = new IndexLocation(join(path, '.x-search'));
    return new SearchIndex({ location, settings, models: async () => models });
  }

  async function expectServed(at: TemporaryFolder, linked: SearchIndex, names: readonly string[]): Promise<void> {
    const served = new SearchService(linked, { cwd: at.path, roots: linked.roots });
    const { passages } = await served.search('honey', 1, undefined);
    for (const name of [passages[0]!.file, ...names.map((each) => `${each}/bees.md`)])
      expect(await served.get(name, 0, 0)).toEqual([expect.objectContaining({ file: passages[0]!.file })]);
    for (const name of names) {
      expect((await served.search('honey', 1, name)).passages).toHaveLength(1);
      expect(await served.refresh(name)).toMatchObject({ files: 1, indexed: 0, removed: 0 });
    }
    await symlink(join(at.path, 'other'), join(linked.roots[0]!, 'out'));
    for (const name of ['other/key.txt', `${names[0]}/out/key.txt`, `${names[0]}/../../other/key.txt`])
      await expect(served.get(name, 0, 0)).rejects.toThrow('is outside the indexed folders');
  }

  it('is served by its name and its real path when the index is opened through the link', async () => {
    await using at = await temporaryFolder(files);
    await symlink('real', join(at.path, 'home'));
    {
      await using real = open(join(at.path, 'real'));
      await real.refresh(await real.addRoots([join(at.path, 'real/docs')]));
    }
    await using linked = open(join(at.path, 'home'), ['docs']);
    await expectServed(at, linked, ['home/docs', 'real/docs']);
  });

  it('is served by its name and its real path when the folder has moved and left a link', async () => {
    await using at = await temporaryFolder(files);
    await using moved = open(join(at.path, 'index'));
    await moved.refresh(await moved.addRoots([join(at.path, 'real/docs')]));
    await rename(join(at.path, 'real'), join(at.path, 'big'));
    await symlink('big', join(at.path, 'real'));
    await expectServed(at, moved, ['real/docs', 'big/docs']);
  });

  it('is served by its name when the link leads to a hidden folder of another served folder', async () => {
    await using at = await temporaryFolder({ 'docs/ants.md': 'Ants.', 'docs/hives/bees.md': 'Bees make honey.' });
    await using inner = open(at.path, ['docs', 'docs/hives']);
    await rename(join(at.path, 'docs/hives'), join(at.path, 'docs/.hives'));
    await symlink('.hives', join(at.path, 'docs/hives'));
    await inner.refresh();
    const served = new SearchService(inner, { cwd: at.path, roots: inner.roots });
    expect(await served.get('docs/hives/bees.md', 0, 0)).toMatchObject([{ file: 'docs/hives/bees.md' }]);
  });
});

it('names a folder that does not exist or has no indexed files', async () => {
  const advice = `Indexed: ${join(folder.path, 'docs')}.`;
  await expect(service.search('honey', 5, 'docs/none')).rejects.toThrow(`docs/none does not exist. ${advice}`);
  await expect(service.search('honey', 5, 'docs/pictures')).rejects.toThrow(
    `docs/pictures has no indexed files. ${advice}`,
  );
  await expect(service.refresh('docs/none')).rejects.toThrow(`docs/none does not exist. ${advice}`);
  await expect(service.refresh('docs/.env')).rejects.toThrow(`docs/.env has no indexed files. ${advice}`);
  expect((await service.refresh('docs/pictures')).leftOut).toHaveLength(1);
});

it('says why the index is not up to date until an update of all folders succeeds', async () => {
  await folder.write({ 'notes/wasps.md': 'Wasps make paper.' });
  const [docs, notes] = [join(folder.path, 'docs'), join(folder.path, 'notes')];
  let failure: Error | undefined = new Error('The service is down.');
  const load = async (): Promise<SearchModels> => {
    if (failure !== undefined) throw failure;
    return models;
  };
  const location = new IndexLocation(join(folder.path, 'served'));
  const settings = { embedder: { model: 'x/static-en' }, language: 'english', roots: [] };
  await using other = new SearchIndex({ location, settings, models: load });
  const served = new SearchService(other, { cwd: folder.path, roots: await other.addRoots([docs, notes]) });
  await expect(served.refresh(undefined)).rejects.toThrow('The service is down.');
  expect(served.state.notUpToDate).toBe('The service is down.');
  failure = undefined;
  await served.refresh(undefined);
  expect(served.state).toEqual({ isIndexing: false });
  await rename(notes, `${notes}.old`);
  await served.refresh(undefined);
  expect(served.state.notUpToDate).toContain(`${notes} cannot be read (ENOENT).`);
  expect(await served.status()).toMatchObject(served.state);
  await rename(`${notes}.old`, notes);
  await expect(served.refresh(undefined, { signal: AbortSignal.abort() })).rejects.toThrow();
  await served.refresh('docs');
  expect(served.state.notUpToDate).toContain('cannot be read');
  await served.refresh(undefined);
  expect(served.state).toEqual({ isIndexing: false });
});
