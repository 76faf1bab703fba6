import { join } from 'node:path';

import { RemoteModelError, type Reranker } from '@x/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { findPassages, type FoundPassages } from './find-passages.ts';
import { IndexLocation } from './index-location.ts';
import { openDatabase } from './open-database.ts';
import { refreshIndex } from './refresh-index.ts';

let loaded: SearchModels;
beforeAll(async () => {
  loaded = await loadStaticModels();
});
afterAll(async () => {
  await loaded[Symbol.asyncDispose]();
});

/** Searches two files with a reranker, or without one. */
async function search(rerank?: Reranker['rerank']): Promise<FoundPassages> {
  await using folder = await temporaryFolder({ 'a.md': 'Bees make honey.', 'b.md': 'Honey is sweet, say bees.' });
  const location = new IndexLocation(join(folder.path, '.x-search'));
  await location.make();
  const models = async (): Promise<SearchModels> => ({
    ...loaded,
    ...(rerank && { reranker: { modelName: 'judge', rerank } }),
  });
  await using database = await openDatabase({ location, models, waitMs: 0 });
  await refreshIndex({ location, database, models }, [folder.path]);
  return await findPassages({ database, models }, 'who makes honey');
}

const refused = (status?: number): RemoteModelError =>
  new RemoteModelError({ model: 'judge', url: 'http://localhost/rerank', message: 'failed.', status });

describe('findPassages with a reranking model', () => {
  it('says nothing when it reranks', async () => {
    const found = await search(async (_, documents) =>
      documents.map((document, index) => ({ index, score: 1 - index, document })),
    );
    expect([Object.keys(found), found.passages.length]).toEqual([['passages'], 2]);
  });

  it.each([
    ['a service that cannot be reached', refused()],
    ['a busy service', refused(503)],
    ['a refused text', refused(422)],
    ['a local model', new Error('The process of the model has ended.')],
  ])('returns the passages of the search without it, and the reason, after a failure of %s', async (_, error) => {
    const { passages, notReranked } = await search(() => Promise.reject(error));
    expect(passages).toEqual((await search()).passages);
    expect(notReranked).toBe(error.message);
  });

  it.each([401, 403, 404, 405])('rejects when the service refuses the key, model or URL with %i', async (status) => {
    const error = refused(status);
    await expect(search(() => Promise.reject(error))).rejects.toBe(error);
  });
});
