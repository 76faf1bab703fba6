import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from './index-location.ts';
import { type IndexDatabase, openDatabase, passageCollection } from './open-database.ts';
import { refreshIndex, type RefreshReport } from './refresh-index.ts';

let models: SearchModels;
beforeAll(async () => {
  models = await loadStaticModels();
});
afterAll(async () => {
  await models[Symbol.asyncDispose]();
});

const modelsOf = async (): Promise<SearchModels> => models;

interface Refreshing extends AsyncDisposable {
  readonly database: IndexDatabase;
  readonly refresh: (signal?: AbortSignal, onProgress?: () => void) => Promise<RefreshReport>;
}

/** Opens an index of the folder `docs` in `path`. The index folder is `name` in `path`. */
async function refreshing(path: string, name = '.x-search'): Promise<Refreshing> {
  const location = new IndexLocation(join(path, name));
  await location.make();
  const database = await openDatabase({ location, models: modelsOf, waitMs: 0 });
  return {
    database,
    refresh: (signal, onProgress) =>
      refreshIndex({ location, database, models: modelsOf }, [join(path, 'docs')], { signal, onProgress }),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** Returns all passages and all file records without their times. */
async function contentOf({ passages: client, records, pipeline }: IndexDatabase): Promise<unknown> {
  await pipeline();
  const passages: unknown[] = [];
  for await (const { payload } of client.scrollAll(passageCollection, {
    limit: 100,
    with_payload: true,
    with_vector: true,
  })) {
    const { file, number, text, first, last, headings } = payload as Record<string, unknown>;
    passages.push({ file, number, text, first, last, headings });
  }
  const files = [...(await records.read()).values()].map(({ file, hash, passages: count, leftOut }) => ({
    file,
    hash,
    count,
    leftOut,
  }));
  const sort = (list: unknown[]): string[] => list.map((each) => JSON.stringify(each)).toSorted();
  return { passages: sort(passages), files: sort(files) };
}

const long = (word: string, sentences: number): string =>
  `${Array.from({ length: sentences }, (_, index) => `The ${word} of day ${index} was long.`).join(' ')}\n`;

describe('refreshIndex', () => {
  it('stores the passages of a folder and skips unchanged files', async () => {
    await using folder = await temporaryFolder({
      'docs/a.md': '# Bees\n\nThey make honey.\n',
      'docs/b.txt': long('rain', 60),
    });
    await using index = await refreshing(folder.path);
    expect(await index.refresh()).toMatchObject({ files: 2, indexed: 2, removed: 0, leftOut: [] });
    expect(await index.refresh()).toMatchObject({ files: 2, indexed: 0, removed: 0, passages: 0 });
  });

  it('does not store a file again when only its time has changed', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'Bees make honey.' });
    await using index = await refreshing(folder.path);
    await index.refresh();
    await utimes(join(folder.path, 'docs/a.md'), 1, 1);
    expect(await index.refresh()).toMatchObject({ indexed: 0, passages: 0 });
  });

  it('detects a change that keeps both the time and the size', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'Bees make honey.' });
    await using index = await refreshing(folder.path);
    await index.refresh();
    const path = join(folder.path, 'docs/a.md');
    const now = new Date();
    await utimes(path, now, now);
    await index.refresh();
    await writeFile(path, 'Ants farm lice..');
    await utimes(path, now, now);
    expect(await index.refresh()).toMatchObject({ indexed: 1 });
  });

  it('removes the passages of deleted files and the surplus passages of shorter files', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': long('rain', 90), 'docs/b.md': 'Bees.' });
    await using index = await refreshing(folder.path);
    await index.refresh();
    await rm(join(folder.path, 'docs/b.md'));
    await folder.write({ 'docs/a.md': 'Sun.' });
    expect(await index.refresh()).toMatchObject({ files: 1, indexed: 1, removed: 1, passages: 1 });
    const { count } = await index.database.passages.count(passageCollection, { exact: true });
    expect(count).toBe(1);
  });

  it('skips binary and large files and reports the reasons', async () => {
    await using folder = await temporaryFolder({
      'docs/a.bin': Uint8Array.of(1, 0, 2),
      'docs/b.txt': 'x'.repeat(2_000_001),
    });
    await using index = await refreshing(folder.path);
    const { leftOut } = await index.refresh();
    expect(leftOut).toEqual([
      { path: join(folder.path, 'docs/a.bin'), reason: expect.stringMatching(/binary/) as string },
      { path: join(folder.path, 'docs/b.txt'), reason: 'too large: 2.0 MB, more than 2 MB' },
    ]);
    expect(await index.refresh()).toMatchObject({ files: 0, leftOut });
  });

  it('keeps the indexed files of an unreadable folder', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'Bees.' });
    await using index = await refreshing(folder.path);
    await index.refresh();
    await rm(join(folder.path, 'docs'), { recursive: true });
    await expect(index.refresh()).rejects.toThrow(/docs cannot be read \(ENOENT\)\. Its indexed files are kept\./);
    expect((await index.database.records.read()).size).toBe(1);
  });

  it('reports progress as the number of changed files', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'Bees.', 'docs/b.md': 'Ants.' });
    await using index = await refreshing(folder.path);
    const events: unknown[] = [];
    const location = new IndexLocation(join(folder.path, '.x-search'));
    const parts = { location, database: index.database, models: modelsOf };
    await refreshIndex(parts, [join(folder.path, 'docs')], { onProgress: (event) => void events.push(event) });
    expect(events).toEqual(
      [0, 2].map((completed) => ({ phase: 'index', subject: 'files', completed, total: 2, unit: 'items' })),
    );
  });

  it('removes the passages that an interrupted run stored of a deleted file', async () => {
    await using folder = await temporaryFolder({ 'docs/a.md': 'Bees.', 'docs/b.md': 'Ants.' });
    await using index = await refreshing(folder.path);
    for (const writes of [1, 2]) {
      await folder.write({ 'docs/a.md': `Bees, ${writes}.` });
      await failAfter(index, writes);
      await rm(join(folder.path, 'docs/a.md'));
      await index.refresh();
      expect((await index.database.passages.count(passageCollection, { exact: true })).count).toBe(1);
    }
  });

  it('equals a fresh index after random changes and interruptions', async () => {
    const name = fc.constantFrom('a.md', 'b.md', 'c/d.txt');
    const text = fc.record({
      word: fc.constantFrom('rain', 'sun', 'bees'),
      sentences: fc.integer({ min: 0, max: 80 }),
    });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), name, text }),
      fc.record({ kind: fc.constant('remove' as const), name }),
      fc.record({ kind: fc.constant('refresh' as const) }),
      fc.record({ kind: fc.constant('interrupt' as const), writes: fc.nat(6) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
        await using folder = await temporaryFolder({ 'docs/always.md': 'Always.' });
        await using index = await refreshing(folder.path);
        for (const each of steps) {
          if (each.kind === 'write')
            await folder.write({ [`docs/${each.name}`]: long(each.text.word, each.text.sentences) });
          else if (each.kind === 'remove') await rm(join(folder.path, 'docs', each.name), { force: true });
          else if (each.kind === 'refresh') await index.refresh();
          else await failAfter(index, each.writes);
        }
        await index.refresh();
        await using fresh = await refreshing(folder.path, '.fresh');
        await fresh.refresh();
        expect(await contentOf(index.database)).toEqual(await contentOf(fresh.database));
      }),
      { numRuns: 15 },
    );
  });
});

/** Runs a refresh that fails after `writes` writes, as if the process were killed. */
async function failAfter({ database: { passages, records }, refresh }: Refreshing, writes: number): Promise<void> {
  let left = writes;
  const writers: [object, string][] = [[passages, 'upsert'], [passages, 'delete'], [records, 'write'], [records, 'forget']]; // prettier-ignore
  for (const [object, method] of writers) {
    const own = (Reflect.get(object, method) as (...args: unknown[]) => Promise<unknown>).bind(object);
    const limited = (...args: unknown[]) => (left-- > 0 ? own(...args) : Promise.reject(new Error('killed')));
    Object.assign(object, { [method]: limited });
  }
  await refresh().catch(() => {});
  for (const [object, method] of writers) Reflect.deleteProperty(object, method);
}
