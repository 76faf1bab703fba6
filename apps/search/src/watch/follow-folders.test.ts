import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { deferred } from '@x/core/testing';
import { QdrantClient } from '@x/qdrant-adapter';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from '../search-index/index-location.ts';
import { SearchIndex } from '../search-index/search-index.ts';
import { followFolders, type FollowOptions } from './follow-folders.ts';
import { watchFolders } from './watch-folders.ts';

/** Yields without end, as if a folder changed all the time. */
async function* changing(): AsyncGenerator<void, void, undefined> {
  for (;;) yield;
}

/** Follows with updates that fail with these messages, one after another, and succeed without one. Returns what happened. */
async function follow(failures: readonly (string | undefined)[]): Promise<string[]> {
  const ending = new AbortController();
  const log: string[] = [];
  const left = [...failures];
  await followFolders([], {
    signal: ending.signal,
    watching: changing,
    pause: async (milliseconds) => {
      log.push(`wait ${milliseconds}`);
    },
    update: async () => {
      if (left.length === 0) ending.abort();
      ending.signal.throwIfAborted();
      const failure = left.shift();
      if (failure !== undefined) throw new Error(failure);
      log.push('updated');
    },
    onFailure: (error) => log.push((error as Error).message),
    onRecovery: () => log.push('recovered'),
  }).catch(() => {});
  return log;
}

describe('followFolders', () => {
  it('updates after each change', async () => {
    expect(await follow([undefined, undefined])).toEqual(['updated', 'updated']);
  });

  it('tries again after a failure and follows further changes', async () => {
    const log = await follow(['locked', undefined, undefined]);
    expect(log).toEqual(['locked', 'wait 1000', 'updated', 'recovered', 'updated']);
  });

  it('reports equal failures in a row once, and again after a success', async () => {
    const log = await follow(['locked', 'locked', 'gone', 'gone', undefined, 'gone', undefined]);
    const told = log.filter((entry) => !entry.startsWith('wait'));
    expect(told).toEqual(['locked', 'gone', 'updated', 'recovered', 'gone', 'updated', 'recovered']);
  });

  it('waits longer after each failure in a row, at most half a minute', async () => {
    const log = await follow([...Array.from({ length: 7 }, () => 'locked'), undefined]);
    const waits = log.filter((entry) => entry.startsWith('wait'));
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30].map((seconds) => `wait ${seconds * 1000}`));
  });

  it('ends with the error of what follows an update, and does not try it again', async () => {
    const update = vi.fn(async () => {});
    const following = followFolders([], {
      signal: new AbortController().signal,
      watching: changing,
      update,
      afterUpdate: () => Promise.reject(new Error('refused')),
      onFailure: () => {},
      onRecovery: () => {},
    });
    await expect(following).rejects.toThrow('refused');
    expect(update).toHaveBeenCalledTimes(1);
  });

  it('ends with the reason of the signal when it aborts during an update or a wait', async () => {
    for (const isWaiting of [false, true]) {
      const ending = new AbortController();
      const onFailure = vi.fn();
      const following = followFolders([], {
        signal: ending.signal,
        watching: changing,
        pause: async () => {
          ending.abort(new Error('interrupted'));
          ending.signal.throwIfAborted();
        },
        update: async () => {
          if (!isWaiting) ending.abort(new Error('interrupted'));
          throw new Error('locked');
        },
        onFailure,
        onRecovery: () => {},
      });
      await expect(following).rejects.toThrow('interrupted');
      expect(onFailure).toHaveBeenCalledTimes(isWaiting ? 1 : 0);
    }
  });
});

interface Following extends Pick<FollowOptions, 'pause' | 'watching'> {
  /** Called after the first update. */
  readonly afterFirst?: () => Promise<void>;
}

describe('an index that follows its folder', () => {
  let models: SearchModels;
  beforeAll(async () => {
    models = await loadStaticModels();
  });
  afterAll(async () => {
    await models[Symbol.asyncDispose]();
  });

  /** Follows the folder `docs` until the file `docs/new.md` is found. Returns the failures until then. */
  async function failuresUntilFound(
    path: string,
    { afterFirst = async () => {}, ...waits }: Following,
  ): Promise<string[]> {
    const location = new IndexLocation(join(path, '.x-search'));
    const settings = { embedder: { model: 'x/static-en' }, language: 'english', roots: ['docs'] } as const;
    await using index = new SearchIndex({ location, settings, models: async () => models, waitMs: 0 });
    const ending = new AbortController();
    const failures: string[] = [];
    let isFirst = true;
    await followFolders(index.roots, {
      signal: ending.signal,
      ...waits,
      update: async () => {
        await index.refresh();
        const { passages } = await index.search('volcanoes');
        if (passages.some(({ file }) => file === 'docs/new.md')) ending.abort();
        else if (isFirst) await afterFirst();
        isFirst = false;
      },
      onFailure: (error) => failures.push((error as Error).message),
      onRecovery: () => {},
    });
    return failures;
  }

  it('indexes a new folder in place of the one that it followed', async () => {
    await using folder = await temporaryFolder({ 'docs/old.md': 'Bees make honey.' });
    const docs = join(folder.path, 'docs');
    const { promise: taken, resolve: take } = deferred();
    const built = taken.then(() => folder.write({ 'docs/new.md': 'Volcanoes throw ash.' }));
    await failuresUntilFound(folder.path, {
      afterFirst: () => rename(docs, `${docs}.old`).then(take),
      pause: () => built,
      watching: (paths, { signal }) => watchFolders(paths, { signal, pause: () => built }),
    });
  });

  it('indexes what changed once another process has closed the index', async () => {
    await using folder = await temporaryFolder({ 'docs/new.md': 'Volcanoes throw ash.' });
    const location = new IndexLocation(join(folder.path, '.x-search'));
    await location.make();
    const other = new QdrantClient({ path: location.files });
    await other.getCollections();
    const failures = await failuresUntilFound(folder.path, { pause: () => other.close() });
    expect(failures).toEqual([expect.stringContaining('already open')]);
  });
});
