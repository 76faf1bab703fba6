// The fakes of the other tests keep the contracts, so that what is tested with them holds for real parts.
import type { StoredPoint } from '@x/core';
import { embedderConformance, readableVectorStoreConformance, vectorStoreConformance } from '@x/core/testing';
import { describe, it } from 'vitest';

import { lengthEmbedder, letterEmbedder } from './fake-embedder.ts';
import { FakeStore } from './fake-store.ts';

describe('FakeStore', () => {
  const withStore = (use: (store: FakeStore<Record<string, unknown>>) => Promise<void>) => use(new FakeStore());
  const filterFor = ({ id }: StoredPoint) => [id];
  for (const { name, run } of vectorStoreConformance({ withStore, filterFor })) it(name, run);
  for (const { name, run } of readableVectorStoreConformance({ withStore })) it(name, run);
});

describe.each([lengthEmbedder, letterEmbedder])('%o', (create) => {
  for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(create()) })) it(name, run);
});
