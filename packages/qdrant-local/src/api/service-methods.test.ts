import { expect, test } from 'vitest';

import { QdrantLocal } from './qdrant-local.ts';

test('versionInfo returns the version of the API without opening the database', async () => {
  await using database = new QdrantLocal({ path: '/dev/null/no-folder' });
  expect(await database.versionInfo()).toEqual({ title: '@x/qdrant-local', version: '1.20.0' });
});
