// Checks that the fakes follow the contracts, so that tests with them are valid for real models.
import { embedderConformance, rerankerConformance } from '@x/core/testing';
import { describe, it } from 'vitest';

import { FakeEmbedder, FakeReranker } from './fake-models.ts';

describe('FakeEmbedder', () => {
  for (const { name, run } of embedderConformance({ withEmbedder: (use) => use(new FakeEmbedder()) })) it(name, run);
});

describe('FakeReranker', () => {
  for (const { name, run } of rerankerConformance({ withReranker: (use) => use(new FakeReranker()) })) it(name, run);
});
