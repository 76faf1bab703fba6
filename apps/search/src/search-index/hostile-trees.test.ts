import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from './index-location.ts';
import { readAndSplit, type ReadFile } from './read-files.ts';
import { SearchIndex } from './search-index.ts';

let models: SearchModels;
beforeAll(async () => {
  models = await loadStaticModels();
});
afterAll(async () => {
  await models[Symbol.asyncDispose]();
});

const modelsOf = async (): Promise<SearchModels> => models;

/** Creates an index in `path` of the named folders in `path`. */
async function indexOf(path: string, roots: readonly string[] = ['docs']): Promise<SearchIndex> {
  const settings = { embedder: { model: 'x/static-en' }, language: 'english', roots: [] } as never;
  const index = new SearchIndex({ location: new IndexLocation(join(path, '.x-search')), settings, models: modelsOf });
  await index.location.make();
  await index.addRoots(roots.map((root) => join(path, root)));
  return index;
}

const filesFound = async (index: SearchIndex, query: string): Promise<string[]> => {
  const { passages } = await index.search(query, { limit: 20 });
  return [...new Set(passages.map(({ file }) => file))].toSorted();
};

/** Reads `path` as if an earlier walk had found a file there. */
function read(path: string, size = 5): Promise<ReadFile> {
  const found = { path, size, modifiedMs: 1 };
  return readAndSplit(found, { file: 'docs/a.txt', models: modelsOf, known: undefined });
}

const isLinux = process.platform === 'linux';
const isWindows = process.platform === 'win32';

describe('an index of files with hostile names', () => {
  const names = [
    'a\nb.txt',
    `it's "quoted".txt`,
    'a#1#0.txt',
    'a#1.txt',
    '🐝.txt',
    '$(rm -rf x).txt',
    '\u001B[31mred.txt',
    'back\\slash.txt',
    'a*?[b].txt',
    '_index.txt',
    '%2e%2e.txt',
    `${'n'.repeat(251)}.txt`,
    ' leading and trailing .txt',
    'e\u0301.txt',
    '\u00E9.txt',
    '__proto__',
    'constructor',
  ];

  it.skipIf(isWindows)('finds each file by its content and returns its name', async () => {
    const files = names.map((name, index) => [`docs/${name}`, `Document zebra${index} tells of giraffes.`]);
    await using folder = await temporaryFolder(Object.fromEntries(files));
    await using index = await indexOf(folder.path);
    expect(await index.refresh()).toMatchObject({ files: names.length, leftOut: [] });
    for (const [at, name] of names.entries()) {
      const below = [join(folder.path, 'docs', name)];
      const { passages: found } = await index.search('giraffes', { below });
      expect(found.map(({ file, text }) => [file, text])).toEqual([
        [`docs/${name}`, `Document zebra${at} tells of giraffes.`],
      ]);
    }
    expect(await index.refresh()).toMatchObject({ files: names.length, indexed: 0, removed: 0 });
  });

  it.skipIf(!isLinux)('reports files and folders whose names are not UTF-8', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt': 'Bees.' });
    const broken = (name: string): Buffer =>
      Buffer.concat([Buffer.from(join(folder.path, 'docs', name)), Buffer.of(0xff)]);
    await writeFile(broken('file'), 'Ants.');
    await mkdir(broken('folder'));
    await using index = await indexOf(folder.path);
    const report = await index.refresh();
    expect(report).toMatchObject({ files: 1, indexed: 1 });
    expect(report.leftOut.map(({ path }) => path)).toEqual([
      join(folder.path, 'docs/file\uFFFD'),
      join(folder.path, 'docs/folder\uFFFD'),
    ]);
    for (const { reason } of report.leftOut) expect(reason).toBe('cannot be read: its name is not UTF-8');
  });
});

describe('an index of a hostile tree', () => {
  it('indexes a file 300 folders deep', async () => {
    const deep = Array.from({ length: 300 }, () => 'd').join('/');
    await using folder = await temporaryFolder({ [`docs/${deep}/a.txt`]: 'Bees.' });
    await using index = await indexOf(folder.path);
    expect(await index.refresh()).toMatchObject({ files: 1, indexed: 1 });
    expect(await filesFound(index, 'bees')).toEqual([`docs/${deep}/a.txt`]);
  });

  it('skips thousands of empty files and reports each', async () => {
    const files = Array.from({ length: 10_000 }, (_, number) => [`docs/${number % 50}/${number}.txt`, '']);
    await using folder = await temporaryFolder(Object.fromEntries(files));
    await using index = await indexOf(folder.path);
    const report = await index.refresh();
    expect(report).toMatchObject({ files: 0, indexed: 0, passages: 0 });
    expect(new Set(report.leftOut.map(({ reason }) => reason))).toEqual(new Set(['empty']));
    expect((await index.refresh()).leftOut).toHaveLength(10_000);
  });

  it.skipIf(isWindows)('ignores pipes, sockets and links', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt': 'Bees.', 'other/b.txt': 'Ants.' });
    execFileSync('mkfifo', [join(folder.path, 'docs/pipe.txt')]);
    execFileSync('ln', ['-s', join(folder.path, 'other'), join(folder.path, 'docs/link')]);
    execFileSync('ln', ['-s', '.', join(folder.path, 'docs/loop')]);
    const server = createServer().listen(join(folder.path, 'docs/s.txt'));
    await once(server, 'listening');
    await using index = await indexOf(folder.path);
    expect(await index.refresh()).toMatchObject({ files: 1, leftOut: [] });
    server.close();
  });

  it.skipIf(isWindows)('does not wait for an ignore file that is a pipe', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt': 'Bees.' });
    execFileSync('mkfifo', [join(folder.path, 'docs/.gitignore')]);
    await using index = await indexOf(folder.path);
    expect(await index.refresh()).toMatchObject({ files: 1 });
  });

  it('handles a folder that becomes a file, and a file that becomes a folder', async () => {
    await using folder = await temporaryFolder({ 'docs/x.txt/a.txt': 'Bees.', 'docs/y.txt': 'Ants.' });
    await using index = await indexOf(folder.path);
    await index.refresh();
    await rm(join(folder.path, 'docs/x.txt'), { recursive: true });
    await rm(join(folder.path, 'docs/y.txt'));
    await folder.write({ 'docs/x.txt': 'Wasps.', 'docs/y.txt/b.txt': 'Flies.' });
    expect(await index.refresh()).toMatchObject({ files: 2, indexed: 2, removed: 2 });
    expect(await filesFound(index, 'wasps flies bees ants')).toEqual(['docs/x.txt', 'docs/y.txt/b.txt']);
  });
});

describe('a file that changes between the walk and the read', () => {
  it('is skipped when it is gone, and read again when it returns unchanged', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt': 'Bees.' });
    const path = join(folder.path, 'docs/a.txt');
    await rename(path, `${path}.away`);
    const { record } = await read(path);
    expect(record.leftOut).toBe('cannot be read: ENOENT');
    // No file has this time, so the record never matches the file that returns.
    expect(record.modifiedMs).toBe(0);
  });

  it('is skipped when it has become too large', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt': 'x'.repeat(2_000_001) });
    expect((await read(join(folder.path, 'docs/a.txt'))).record.leftOut).toBe('too large: 2.0 MB, more than 2 MB');
  });

  it('is skipped when it has become a folder', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt/b.txt': 'Bees.' });
    expect((await read(join(folder.path, 'docs/a.txt'))).record.leftOut).toMatch(/^cannot be read: /u);
  });

  it.skipIf(isWindows)('is skipped when it has become a pipe or a link', async () => {
    await using folder = await temporaryFolder({ 'secret.txt': 'Secret.' });
    execFileSync('mkfifo', [join(folder.path, 'pipe.txt')]);
    expect((await read(join(folder.path, 'pipe.txt'))).record.leftOut).toBe('cannot be read: no longer a file');
    execFileSync('ln', ['-s', 'secret.txt', join(folder.path, 'link.txt')]);
    expect((await read(join(folder.path, 'link.txt'))).record.leftOut).toBe('cannot be read: ELOOP');
  });
});

describe('an index of several roots', () => {
  it('keeps the files of a root that the rules of a parent root ignore', async () => {
    await using folder = await temporaryFolder({
      'docs/a.txt': 'Bees.',
      'docs/.ignore': 'kept\n',
      'docs/kept/b.txt': 'Ants.',
    });
    await using index = await indexOf(folder.path, ['docs', 'docs/kept']);
    expect(await index.refresh()).toMatchObject({ files: 2, indexed: 2 });
    expect(await index.refresh([join(folder.path, 'docs')])).toMatchObject({ files: 2, indexed: 0, removed: 0 });
    expect(await filesFound(index, 'ants')).toContain('docs/kept/b.txt');
  });

  it('forgets the files that belong to no other root, and can index them again', async () => {
    await using folder = await temporaryFolder({ 'docs/a.txt': 'Bees.', 'docs/in/b.txt': 'Ants.' });
    await using index = await indexOf(folder.path, ['docs', 'docs/in']);
    await index.refresh();
    expect(await index.forget([join(folder.path, 'docs')])).toBe(1);
    expect(await filesFound(index, 'bees ants')).toEqual(['docs/in/b.txt']);
    expect(await index.forget([join(folder.path, 'docs/in')])).toBe(1);
    expect(await filesFound(index, 'bees ants')).toEqual([]);
    await index.addRoots([join(folder.path, 'docs')]);
    expect(await index.refresh()).toMatchObject({ files: 2, indexed: 2 });
    expect(await filesFound(index, 'bees ants')).toEqual(['docs/a.txt', 'docs/in/b.txt']);
  });
});
