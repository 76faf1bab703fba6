import { symlink } from 'node:fs/promises';
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
