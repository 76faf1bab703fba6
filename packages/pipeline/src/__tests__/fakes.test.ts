// Checks that the fakes fulfill the contracts, so that tests with fakes also hold for real parts.
import type { NamedVectorsPoint, PointId, StoredPoint, VersionGuard } from '@x/core';
import {
  embedderConformance,
  hybridEmbedderConformance,
  readableVectorStoreConformance,
  searchStoreConformance,
  sparseEmbedderConformance,
  tokenEmbedderConformance,
  vectorStoreConformance,
  versionedStoreConformance,
} from '@x/core/testing';
import { describe, expect, it, test } from 'vitest';

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
  for (const { name, run } of versionedStoreConformance({ withStore })) it(name, run);
});

type Payload = Record<string, unknown>;

/** Stores with one fault each. */
const broken: [what: string, store: new () => FakeStore<Payload>, failing: RegExp][] = [
  [
    'replaces newer points',
    class extends FakeStore<Payload> {
      override upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard) {
        return super.upsertUnlessNewer(points, { ...guard, version: Math.max(guard.version, 6) });
      }
    },
    /^upsertUnlessNewer adds points/,
  ],
  [
    'leaves points without a number',
    class extends FakeStore<Payload> {
      override upsertUnlessNewer(points: readonly NamedVectorsPoint<Payload>[], guard: VersionGuard) {
        const isNumbered = ({ id }: { id: PointId }) => {
          const record = this.points.get(String(id))?.payload['_index'] as { run?: number } | undefined;
          return record === undefined || record.run !== undefined;
        };
        return super.upsertUnlessNewer(points.filter(isNumbered), guard);
      }
    },
    /^upsertUnlessNewer with version -1/,
  ],
  [
    'sets fields of newer points',
    class extends FakeStore<Payload> {
      override updateUnlessNewer(
        ids: readonly PointId[],
        values: Record<string, number | string>,
        guard: VersionGuard,
      ) {
        return super.updateUnlessNewer(ids, values, { ...guard, version: 9 });
      }
    },
    /^updateUnlessNewer sets/,
  ],
  [
    'removes newer points',
    class extends FakeStore<Payload> {
      override deleteUnlessNewer(ids: readonly PointId[], guard: VersionGuard) {
        return super.delete(ids, guard);
      }
    },
    /^deleteUnlessNewer removes/,
  ],
  [
    'scans newer points',
    class extends FakeStore<Payload> {
      override scanUnlessNewer(options: VersionGuard) {
        return super.scanUnlessNewer({ ...options, version: 9 });
      }
    },
    /^scanUnlessNewer yields/,
  ],
];

test.each(broken)('a versioned store that %s fails the conformance case for it', async (_, Store, failing) => {
  const failures: string[] = [];
  for (const { name, run } of versionedStoreConformance({ withStore: (use) => use(new Store()) })) {
    await run().catch(() => failures.push(name));
  }
  expect(failures).toContainEqual(expect.stringMatching(failing));
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
