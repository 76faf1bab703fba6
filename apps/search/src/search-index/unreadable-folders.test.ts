// Tests that a folder that cannot be read, for example on a disconnected disk, keeps its files in the index.
import { readdir, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from './index-location.ts';
import { SearchIndex } from './search-index.ts';

vi.mock('node:fs/promises', { spy: true });
let models: SearchModels;
beforeAll(async () => {
  models = await loadStaticModels();
});
afterAll(async () => {
  await models[Symbol.asyncDispose]();
});
afterEach(() => vi.resetAllMocks());

const documents = { 'docs/a.md': 'Bees.', 'docs/vault/b.md': 'Ants.', 'docs/vault/deep/c.md': 'Wasps.' };

/** Makes reads of the paths that `fails` selects fail. The tests cannot use permissions, which do not apply to the superuser. */
async function failAt(fails: (path: string) => boolean, code: string): Promise<void> {
  const actual = await vi.importActual<{ stat: typeof stat; readdir: typeof readdir }>('node:fs/promises');
  const failing =
    <T>(syscall: string, call: (path: string, options: never) => Promise<T>) =>
    (path: unknown, options: unknown): Promise<T> =>
      fails(String(path))
        ? Promise.reject(Object.assign(new Error(`${code}: ${syscall}`), { code, syscall }))
        : call(path as string, options as never);
  vi.mocked(stat).mockImplementation(failing('stat', actual.stat) as never);
  vi.mocked(readdir).mockImplementation(failing('scandir', actual.readdir) as never);
}

/** Makes each read of a folder, and of what is in it, fail. */
function failBelow(folder: string, code: string): Promise<void> {
  return failAt((path) => path === folder || path.startsWith(`${folder}${sep}`), code);
}

/** Indexes `roots` one after another, so that a root above another one is a root as well. */
async function indexed(path: string, roots: readonly string[]): Promise<SearchIndex> {
  const settings = { embedder: { model: 'x/static-en' }, language: 'english', roots: [] };
  const location = new IndexLocation(join(path, '.x-search'));
  const index = new SearchIndex({ location, settings, models: async () => models });
  for (const root of roots) await index.refresh(await index.addRoots([join(path, root)]));
  return index;
}

describe('a root inside another root', () => {
  it.each(['EACCES', 'EIO', 'ESTALE', 'ENOTCONN'])('keeps its files when reading it fails with %s', async (code) => {
    await using folder = await temporaryFolder(documents);
    await using index = await indexed(folder.path, ['docs/vault', 'docs']);
    const vault = join(folder.path, 'docs/vault');
    await rm(join(folder.path, 'docs/a.md'));
    await failBelow(vault, code);
    const warning = `${vault} cannot be read (${code}). Its indexed files are kept. To remove it from the index: x-search forget ${vault}`;
    expect(await index.refresh()).toMatchObject({ files: 0, removed: 1, warnings: [warning] });
    expect(await index.status()).toMatchObject({ files: 2 });
  });

  it.each(['ENOENT', 'ENOTDIR'])('loses its files when reading it fails with %s', async (code) => {
    await using folder = await temporaryFolder(documents);
    await using index = await indexed(folder.path, ['docs/vault', 'docs']);
    const vault = join(folder.path, 'docs/vault');
    await failBelow(vault, code);
    const warning = `${vault} cannot be read (${code}). To remove it from the index: x-search forget ${vault}`;
    expect(await index.refresh()).toMatchObject({ files: 1, removed: 2, leftOut: [], warnings: [warning] });
  });

  it('loses its deleted files although the root above cannot be read', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await indexed(folder.path, ['docs/vault', 'docs']);
    await rm(join(folder.path, 'docs/vault/b.md'));
    await failAt((path) => path === join(folder.path, 'docs'), 'EACCES');
    expect(await index.refresh()).toMatchObject({ files: 1, removed: 1 });
    expect(await index.status()).toMatchObject({ files: 2 });
  });
});

describe('a folder inside a root', () => {
  it.each(['EACCES', 'EIO'])('keeps its files when reading it fails with %s', async (code) => {
    await using folder = await temporaryFolder(documents);
    await using index = await indexed(folder.path, ['docs']);
    const vault = join(folder.path, 'docs/vault');
    const leftOut = [{ path: vault, reason: `cannot be read: ${code}` }];
    await failBelow(vault, code);
    for (const refreshed of ['docs', 'docs/vault', 'docs/vault/deep', 'docs/vault/b.md'])
      expect(await index.refresh([join(folder.path, refreshed)])).toMatchObject({ removed: 0, leftOut });
    expect(await index.status()).toMatchObject({ files: 3 });
  });

  it.each(['ENOENT', 'ENOTDIR'])('loses its files when reading it fails with %s', async (code) => {
    await using folder = await temporaryFolder(documents);
    await using index = await indexed(folder.path, ['docs']);
    await failBelow(join(folder.path, 'docs/vault'), code);
    expect(await index.refresh()).toMatchObject({ files: 1, removed: 2, leftOut: [] });
  });

  it('loses its files when it cannot be read and its root is forgotten', async () => {
    await using folder = await temporaryFolder(documents);
    await using index = await indexed(folder.path, ['docs']);
    await failBelow(join(folder.path, 'docs/vault'), 'EACCES');
    expect(await index.forget([join(folder.path, 'docs')])).toBe(3);
  });
});
