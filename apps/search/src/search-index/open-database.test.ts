import { join } from 'node:path';

import { QdrantClient } from '@x/qdrant-adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadStaticModels } from '../__tests__/static-models.ts';
import { temporaryFolder } from '../__tests__/temporary-folder.ts';
import type { SearchModels } from '../models/search-models.ts';
import { IndexLocation } from './index-location.ts';
import { openDatabase } from './open-database.ts';

let models: SearchModels;
beforeAll(async () => {
  models = await loadStaticModels();
});
afterAll(async () => {
  await models[Symbol.asyncDispose]();
});

describe('openDatabase', () => {
  it('creates the pipeline once another program has closed the passages', async () => {
    await using folder = await temporaryFolder();
    const location = new IndexLocation(join(folder.path, '.x-search'));
    await location.make();
    await using database = await openDatabase({ location, models: async () => models, waitMs: 0 });
    const other = new QdrantClient({ path: location.passages });
    await other.getCollections();
    await expect(database.pipeline()).rejects.toThrow('already open');
    await other.close();
    const pipeline = await database.pipeline();
    expect((await pipeline.search('honey')).hits).toEqual([]);
    expect(await database.pipeline()).toBe(pipeline);
  });
});
