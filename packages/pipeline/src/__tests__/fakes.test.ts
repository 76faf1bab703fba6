// The fakes of the other tests keep the contracts, so that what is tested with them holds for real parts.
import type { StoredPoint } from '@x/core';
import {
  embedderConformance,
  hybridEmbedderConformance,
  readableVectorStoreConformance,
  searchStoreConformance,
  sparseEmbedderConformance,
  tokenEmbedderConformance,
  vectorStoreConformance,
} from '@x/core/testing';
import { describe, it } from 'vitest';

import { lengthEmbedder, letterEmbedder } from './fake-embedder.ts';
import { FakeHybridEmbedder } from './fake-hybrid-embedder.ts';
import { FakeSearchStore } from './fake-search-store.ts';
import { FakeStore } from './fake-store.ts';
import { FakeTokenEmbedder, FakeWordEmbedder } from './fake-token-embedder.ts';

describe('FakeStore', () => {
  const withStore = (use: (store: FakeStore<Record<string, unknown>>) => Promise<void>) => use(new FakeStore());
  const filterFor = ({ id }: StoredPoint) => [id];
  for (const { name, run } of vectorStoreConformance({ withStore, filterFor })) it(name, run);
  for (const { name, run } of readableVectorStoreConformance({ withStore })) it(name, run);
});

describe('FakeSearchStore', () => {
  const withStore = (use: (store: FakeSearchStore<Record<string, unknown>>) => Promise<void>) =>
    use(new FakeSearchStore());
  for (const { name, run } of searchStoreConformance({ withStore, filterFor: ({ id }) => [id] })) it(name, run);
});

describe('FakeTokenEmbedder', () => {
  const withEmbedder = (use: (embedder: FakeTokenEmbedder) => Promise<void>) => use(new FakeTokenEmbedder());
  for (const { name, run } of tokenEmbedderConformance({ withEmbedder })) it(name, run);
});

describe('FakeWordEmbedder', () => {
  const withEmbedder = (use: (embedder: FakeWordEmbedder) => Promise<void>) => use(new FakeWordEmbedder());
  for (const { name, run } of sparseEmbedderConformance({ withEmbedder })) it(name, run);
});

describe('FakeHybridEmbedder', () => {
  const withEmbedder = (use: (embedder: FakeHybridEmbedder) => Promise<void>) => use(new FakeHybridEmbedder());
  for (const { name, run } of hybridEmbedderConformance({ withEmbedder })) it(name, run);
});

describe.each([lengthEmbedder, letterEmbedder])('%o', (create) => {
  for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(create()) })) it(name, run);
});
