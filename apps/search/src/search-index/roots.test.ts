// Tests which folders and files belong to an index while folders are added, forgotten and changed.
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from './index-location.ts';
import { readSettings, writeSettings } from './index-settings.ts';
import { SearchIndex } from './search-index.ts';

let models: SearchModels;
beforeAll(async () => {
  models = await loadStaticModels();
});
afterAll(async () => {
  await models[Symbol.asyncDispose]();
});

const documents = { 'docs/start.md': 'Bees.', 'docs/deployment/run.md': 'Ants.', 'notes/a.md': 'Wasps.' };

/** Opens the index in `path`, or creates it. */
async function open(path: string, name = '.x-search'): Promise<SearchIndex> {
  const location = new IndexLocation(join(path, name));
  const created = { embedder: { model: 'x/static-en' }, language: 'english', roots: [] };
  const settings = (await readSettings(location)) ?? created;
  return new SearchIndex({ location, settings, models: async () => models });
}

/** Adds folders and indexes them, as a search of these folders does. */
async function add(index: SearchIndex, ...paths: string[]): Promise<void> {
  await index.refresh(await index.addRoots(paths));
}

async function found(index: SearchIndex, ...below: string[]): Promise<string[]> {
  const { passages } = await index.search('bees ants wasps', { limit: 20, below });
  return passages.map(({ file }) => file).toSorted();
}

describe('a folder above an indexed folder', () => {
  it('becomes part of the index', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const [docs, deployment] = [join(folder.path, 'docs'), join(folder.path, 'docs/deployment')];
    await add(index, deployment);
    await add(index, docs);
    expect(await index.status()).toMatchObject({ roots: [deployment, docs], files: 2 });
    await folder.write({ 'docs/fresh.md': 'Wasps.' });
    await rm(join(folder.path, 'docs/start.md'));
    expect(await index.refresh()).toMatchObject({ files: 2, indexed: 1, removed: 1 });
    expect(await found(index)).toEqual(['docs/deployment/run.md', 'docs/fresh.md']);
  });

  it('becomes part of the index when it is the folder of the index, or above it', async () => {
    await using folder = await temporaryFolder(documents);
    for (const name of ['.x-search', 'notes/index']) {
      await using index = await open(folder.path, name);
      await add(index, join(folder.path, 'docs'));
      await add(index, folder.path);
      expect(await index.status()).toMatchObject({ roots: [join(folder.path, 'docs'), folder.path], files: 3 });
      expect(await index.refresh()).toMatchObject({ files: 3, indexed: 0, removed: 0 });
    }
  });

  it('becomes part of the index although another indexed folder above ignores it', async () => {
    await using folder = await temporaryFolder({ ...documents, '.ignore': 'docs\n' });
    await using index = await open(folder.path);
    await add(index, folder.path);
    await add(index, join(folder.path, 'docs/deployment'));
    await add(index, join(folder.path, 'docs'));
    expect(await found(index)).toEqual(['docs/deployment/run.md', 'docs/start.md', 'notes/a.md']);
    expect(index.roots).toContain(join(folder.path, 'docs'));
  });

  it('leaves the files of the other folder in the index when one of them is forgotten', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const [docs, deployment] = [join(folder.path, 'docs'), join(folder.path, 'docs/deployment')];
    await add(index, deployment);
    await add(index, docs);
    expect(await index.forget([deployment])).toBe(0);
    expect(await index.status()).toMatchObject({ roots: [docs], files: 2 });
    await index.forget([docs]);
    await add(index, deployment);
    await add(index, docs);
    expect(await index.forget([docs])).toBe(1);
    expect(await index.status()).toMatchObject({ roots: [deployment], files: 1 });
    expect(await found(index)).toEqual(['docs/deployment/run.md']);
    expect(await index.forget([deployment])).toBe(1);
    expect(await found(index)).toEqual([]);
  });
});

it('a folder below an indexed folder is no root of its own', async () => {
  await using folder = await temporaryFolder(documents);
  await using index = await open(folder.path);
  await add(index, join(folder.path, 'docs'));
  await add(index, join(folder.path, 'docs/deployment'));
  expect(await index.status()).toMatchObject({ roots: [join(folder.path, 'docs')], files: 2 });
});

it('a folder outside the folder of the index is forgotten although that folder is indexed', async () => {
  await using folder = await temporaryFolder({ 'home/a.md': 'Bees.', 'other/b.md': 'Ants.' });
  await using index = await open(join(folder.path, 'home'));
  await add(index, join(folder.path, 'home'));
  await add(index, join(folder.path, 'other'));
  expect(await index.forget([join(folder.path, 'other')])).toBe(1);
  expect(await found(index)).toEqual(['a.md']);
});

it.skipIf(process.platform === 'win32')(
  'a folder is forgotten by a path with links, also after it was deleted',
  async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    await symlink('docs', join(folder.path, 'link'));
    await add(index, join(folder.path, 'link'));
    expect(await index.forget([join(folder.path, 'link')])).toBe(2);
    await add(index, join(folder.path, 'link/deployment'));
    await rm(join(folder.path, 'docs/deployment'), { recursive: true });
    expect(await index.forget([join(folder.path, 'link/deployment')])).toBe(1);
    expect(index.roots).toEqual([]);
  },
);

describe('a folder that is no longer a root', () => {
  it('is refreshed as far as the roots below it', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const docs = join(folder.path, 'docs');
    await add(index, docs);
    await add(index, folder.path);
    await index.forget([folder.path]);
    await folder.write({ 'docs/fresh.md': 'Bees.', 'notes/fresh.md': 'Ants.' });
    expect(await index.refresh([folder.path])).toMatchObject({ files: 3, indexed: 1, removed: 0 });
    expect(await index.refresh([join(folder.path, 'notes')])).toMatchObject({ files: 0, indexed: 0, removed: 0 });
    expect(await found(index)).toEqual(['docs/deployment/run.md', 'docs/fresh.md', 'docs/start.md']);
  });
});

describe('a search below the folder of the index', () => {
  it('finds no files outside of it', async () => {
    await using folder = await temporaryFolder({ 'home/a.md': 'Bees.', 'other/b.md': 'Ants.', 'c.md': 'Wasps.' });
    const home = join(folder.path, 'home');
    await using index = await open(home);
    await add(index, home, join(folder.path, 'other'), join(folder.path, 'c.md'));
    expect(await found(index, home)).toEqual(['a.md']);
    expect(await found(index)).toEqual(['../c.md', '../other/b.md', 'a.md']);
  });

  it('finds all files below a folder above it', async () => {
    await using folder = await temporaryFolder({ 'up/home/a.md': 'Bees.', 'up/b.md': 'Ants.', 'c.md': 'Wasps.' });
    await using index = await open(join(folder.path, 'up/home'));
    await add(index, folder.path);
    expect(await found(index, join(folder.path, 'up'))).toEqual(['../b.md', 'a.md']);
    expect(await found(index, join(folder.path, 'up/home'))).toEqual(['a.md']);
    expect(await found(index, folder.path)).toEqual(['../../c.md', '../b.md', 'a.md']);
  });
});

describe('a root that cannot be read', () => {
  it('is reported and keeps its files, while the other roots are refreshed', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const [docs, notes] = [join(folder.path, 'docs'), join(folder.path, 'notes')];
    await add(index, docs, notes);
    await rm(notes, { recursive: true });
    await folder.write({ 'docs/fresh.md': 'Bees.' });
    const warning = `${notes} cannot be read (ENOENT). Its indexed files are kept. To remove them from the index: x-search forget ${notes}`;
    expect(await index.refresh()).toMatchObject({ files: 3, indexed: 1, removed: 0, warnings: [warning] });
    expect(await found(index, notes)).toEqual(['notes/a.md']);
    await expect(index.refresh([notes])).rejects.toThrow(warning);
    expect(await index.forget([notes])).toBe(1);
    expect((await index.refresh()).warnings).toBeUndefined();
  });

  it('loses its files when a root above it can be read', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const [docs, deployment] = [join(folder.path, 'docs'), join(folder.path, 'docs/deployment')];
    await add(index, docs, deployment);
    await rm(deployment, { recursive: true });
    const warning = `${deployment} cannot be read (ENOENT). To remove it from the index: x-search forget ${deployment}`;
    expect(await index.refresh()).toMatchObject({ files: 1, removed: 1, warnings: [warning] });
  });

  it('is an error when no other root can be read, and keeps all files', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const [docs, notes] = [join(folder.path, 'docs'), join(folder.path, 'notes')];
    await add(index, docs, notes);
    await rm(docs, { recursive: true });
    await rm(notes, { recursive: true });
    await expect(index.refresh()).rejects.toThrow(`x-search forget ${docs}`);
    expect(await index.status()).toMatchObject({ files: 3 });
  });
});

describe('a folder inside a root', () => {
  it('loses its files when it is deleted, but not when the root cannot be read', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await open(folder.path);
    const [docs, deployment] = [join(folder.path, 'docs'), join(folder.path, 'docs/deployment')];
    await add(index, docs);
    await rm(deployment, { recursive: true });
    expect(await index.refresh([deployment])).toMatchObject({ files: 0, removed: 1 });
    await rm(docs, { recursive: true });
    await expect(index.refresh([docs])).rejects.toThrow(`x-search forget ${docs}`);
    await expect(index.refresh([join(docs, 'start.md')])).rejects.toThrow(`x-search forget ${docs}`);
    expect(await index.status()).toMatchObject({ files: 1 });
  });

  it('is as ignored or hidden as when the root is refreshed', async () => {
    const secret = { 'docs/.env': 'Bees.', 'docs/.ignore': 'private\n', 'docs/private/key.txt': 'Ants.' };
    await using folder = await temporaryFolder({ ...documents, ...secret });
    await using index = await open(folder.path);
    await add(index, join(folder.path, 'docs'));
    for (const name of ['docs/.env', 'docs/private', 'docs/private/key.txt'])
      expect(await index.refresh([join(folder.path, name)])).toMatchObject({ files: 0, indexed: 0 });
    await folder.write({ 'docs/deployment/fresh.md': 'Wasps.', 'docs/fresh.md': 'Wasps.' });
    expect(await index.refresh([join(folder.path, 'docs/deployment')])).toMatchObject({ files: 2, indexed: 1 });
    expect(await found(index)).toEqual(['docs/deployment/fresh.md', 'docs/deployment/run.md', 'docs/start.md']);
  });
});

describe('files below no root', () => {
  it('are removed by the next refresh', async () => {
    await using folder = await temporaryFolder(documents);
    const deployment = join(folder.path, 'docs/deployment');
    {
      await using index = await open(folder.path);
      await add(index, join(folder.path, 'docs'));
      // Earlier versions left an index in this state.
      await writeSettings(index.location, { ...(await readSettings(index.location))!, roots: ['docs/deployment'] });
    }
    await using index = await open(folder.path);
    expect(await index.refresh()).toMatchObject({ files: 1, indexed: 0, removed: 1 });
    expect(await found(index)).toEqual(['docs/deployment/run.md']);
    expect(index.roots).toEqual([deployment]);
  });

  it('are removed when the last folder is forgotten', async () => {
    await using folder = await temporaryFolder(documents);
    {
      await using index = await open(folder.path);
      await add(index, join(folder.path, 'docs'));
      await writeSettings(index.location, { ...(await readSettings(index.location))!, roots: ['docs/deployment'] });
    }
    await using index = await open(folder.path);
    await index.forget([join(folder.path, 'docs/deployment')]);
    expect(await found(index)).toEqual([]);
  });
});

describe('two processes that use one index', () => {
  /** Opens an existing index as a process that releases it when it is idle. */
  async function share(path: string): Promise<SearchIndex> {
    const location = new IndexLocation(join(path, '.x-search'));
    const settings = (await readSettings(location))!;
    return new SearchIndex({ location, settings, models: async () => models, isShared: true });
  }

  it('keep the folders that the other one adds', async () => {
    await using folder = await temporaryFolder(documents);
    const [docs, notes, deployment] = ['docs', 'notes', 'docs/deployment'].map((name) => join(folder.path, name));
    {
      await using index = await open(folder.path);
      await add(index, deployment!);
    }
    await using first = await share(folder.path);
    await using second = await share(folder.path);
    await add(first, docs!);
    await add(second, notes!);
    expect(await first.refresh()).toMatchObject({ removed: 0 });
    expect(first.roots).toEqual([deployment, docs, notes]);
    expect(await found(first)).toEqual(['docs/deployment/run.md', 'docs/start.md', 'notes/a.md']);
  });

  it('do not index a folder again that the other one has forgotten', async () => {
    await using folder = await temporaryFolder(documents);
    const [docs, notes] = [join(folder.path, 'docs'), join(folder.path, 'notes')];
    {
      await using index = await open(folder.path);
      await add(index, docs, notes);
    }
    await using first = await share(folder.path);
    await using second = await share(folder.path);
    await second.forget([notes]);
    expect(await first.refresh([docs, notes])).toMatchObject({ files: 2, indexed: 0, removed: 0 });
    expect(await found(first)).toEqual(['docs/deployment/run.md', 'docs/start.md']);
  });
});
