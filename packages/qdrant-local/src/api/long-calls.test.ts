import { expect, onTestFinished, test, vi } from 'vitest';

import {
  atEachTurn,
  countTurns,
  mostCallsInOneTurn,
  slowTheClock,
  turnOfTheNextTest,
} from '../__fixtures__/slow-clock.ts';
import type { Filter } from '../requests/types/filter-types.ts';
import { PointTable } from '../table/point-table.ts';
import { QdrantLocal } from './qdrant-local.ts';

const pointCount = 3000;

/** Each call that visits all points. */
const calls: Record<string, (database: QdrantLocal, filter: Filter) => Promise<unknown>> = {
  count: (database, filter) => database.count('c', { filter }),
  scroll: (database, filter) => database.scroll('c', { filter, limit: 5000 }),
  'scroll in an order': (database, filter) => database.scroll('c', { filter, order_by: 'n', limit: 5000 }),
  facet: (database, filter) => database.facet('c', { key: 'n', filter, limit: 5000 }),
  retrieve: (database) => database.retrieve('c', { ids: Array.from({ length: pointCount }, (_, id) => id) }),
  query: (database, filter) => database.query('c', { query: [1], filter }),
  'query by a text': (database, filter) =>
    database.query('c', { query: { text: 'word' }, using: 't', filter, params: { idf: { corpus: filter } } }),
  'query by a sample': (database, filter) => database.query('c', { query: { sample: 'random' }, filter }),
  'query by a fusion': (database, filter) =>
    database.query('c', {
      prefetch: [
        { query: [1], filter, limit: 5000 },
        { query: [-1], limit: 5000 },
      ],
      query: { fusion: 'rrf' },
      limit: 5000,
    }),
  'query by a formula': (database, filter) =>
    database.query('c', { prefetch: { limit: 5000 }, query: { formula: filter as never }, limit: 3 }),
  queryBatch: (database, filter) =>
    database.queryBatch('c', { searches: Array.from({ length: 10 }, () => ({ filter, limit: 500 })) }),
  queryGroups: (database, filter) => database.queryGroups('c', { query: [1], group_by: 'n', filter, limit: 50 }),
  searchMatrixPairs: (database, filter) => database.searchMatrixPairs('c', { filter, sample: 50, limit: 50 }),
  searchMatrixOffsets: (database, filter) => database.searchMatrixOffsets('c', { filter, sample: 50, limit: 50 }),
  upsert: (database) =>
    database.upsert('c', { points: Array.from({ length: pointCount }, (_, id) => ({ id, vector: [id] })) }),
  'upsert with a filter': (database, filter) =>
    database.upsert('c', {
      points: Array.from({ length: pointCount }, (_, id) => ({ id, vector: [id] })),
      update_filter: filter,
    }),
  setPayload: (database, filter) => database.setPayload('c', { filter, payload: { a: 1 } }),
  overwritePayload: (database, filter) => database.overwritePayload('c', { filter, payload: { a: 1 } }),
  deletePayload: (database, filter) => database.deletePayload('c', { filter, keys: ['n'] }),
  clearPayload: (database, filter) => database.clearPayload('c', { filter }),
  deleteVectors: (database, filter) => database.deleteVectors('c', { filter, vector: [''] }),
  deleteVectorName: (database) => database.deleteVectorName('c', ''),
  batchUpdate: (database, filter) =>
    database.batchUpdate('c', {
      operations: [{ set_payload: { filter, payload: { a: 1 } } }, { delete: { filter } }],
    }),
  delete: (database, filter) => database.delete('c', { filter }),
};

async function openDatabase(): Promise<QdrantLocal> {
  const database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  const points = Array.from({ length: pointCount }, (_, id) => ({
    id,
    vector: [id],
    payload: { n: id % 1000, t: 'word' },
  }));
  await database.upsert('c', { points });
  await database.createPayloadIndex('c', { field_name: 't', field_schema: { type: 'text', scoring: true } });
  return database;
}

const passing: Filter = { must: [{ key: 'n', range: { gte: 0 } }] };

test.each(Object.entries(calls))('%s yields to the event loop while it visits many points', async (_, call) => {
  await using database = await openDatabase();
  expect(await countTurns(() => call(database, passing))).toBeGreaterThan(100);
});

test.each(Object.entries(calls))('%s visits few points in each turn of the event loop', async (_, call) => {
  await using database = await openDatabase();
  const methods = ['slotOf', 'isLive', 'payload', 'version', 'record', 'applyInSteps'] as const;
  const run = (): Promise<unknown> => call(database, passing);
  const most = await mostCallsInOneTurn(PointTable.prototype, { methods, callMs: 0.1, run });
  expect(most).toBeGreaterThan(0);
  // 80 calls take 8 ms. A list is read in steps of 256 items, and two steps may begin within the 8 ms.
  expect(most).toBeLessThan(600);
});

test('an expensive filter does not block the event loop for a whole block of points', async () => {
  await using database = await openDatabase();
  // Evaluating this filter on a point checks 1,000 conditions, none of which passes.
  const expensive: Filter = {
    should: Array.from({ length: 1000 }, (_, n) => ({ key: 'n', match: { value: 1000 + n } })),
  };
  let longest = 0;
  let asked = 0;
  const look = (): void => {
    longest = Math.max(longest, asked);
    asked = 0;
  };
  // A fake clock that only counts visited points: each payload read takes a millisecond.
  let now = performance.now();
  const payload = vi.spyOn(PointTable.prototype, 'payload').mockImplementation(() => {
    now += 1;
    asked++;
    return {};
  });
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(async () => {
    payload.mockRestore();
    clock.mockRestore();
    await turnOfTheNextTest();
  });
  await atEachTurn(look, async () => {
    expect(await database.count('c', { filter: expensive })).toEqual({ count: 0 });
    expect(await database.query('c', { query: [1], filter: expensive })).toEqual({ points: [] });
  });
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(25);
});

test('no other write happens between the planning of a write and its end', async () => {
  await using database = await openDatabase();
  slowTheClock();
  const [, , { count }] = await Promise.all([
    database.setPayload('c', { filter: passing, payload: { mark: 1 } }),
    database.upsert('c', { points: [{ id: 9999, vector: [1], payload: { n: 1 } }] }),
    database.count('c', { filter: { must: [{ key: 'mark', match: { value: 1 } }] } }),
  ]);
  expect(count).toBe(pointCount);
  const { points } = await database.scroll('c', { filter: { must: [{ has_id: [9999] }] } });
  expect(points).toEqual([{ id: 9999, payload: { n: 1 } }]);
});

test('a read sees a whole write even when applying it takes many turns', async () => {
  await using database = await openDatabase();
  slowTheClock();
  const deleting = database.delete('c', { filter: passing });
  const counts = Array.from({ length: 5 }, () => database.count('c'));
  await deleting;
  expect(await Promise.all(counts)).toEqual(counts.map(() => ({ count: 0 })));
});

test.each([
  'count',
  'scroll',
  'query',
  'queryBatch',
  'queryGroups',
  'facet',
  'searchMatrixPairs',
  'searchMatrixOffsets',
  'retrieve',
] as const)('%s rejects with the reason of an aborted signal', async (name) => {
  await using database = await openDatabase();
  slowTheClock();
  const bodies = {
    facet: { key: 'n' },
    retrieve: { ids: Array.from({ length: pointCount }, (_, id) => id) },
    queryBatch: { searches: [{ query: [1], filter: passing }] },
    queryGroups: { query: [1], group_by: 'n' },
  };
  const body: object = Object.hasOwn(bodies, name) ? bodies[name as keyof typeof bodies] : { filter: passing };
  const controller = new AbortController();
  const reason = new Error('the client is gone');
  const read = database[name] as (collection: string, body: object, options: object) => Promise<unknown>;
  const reading = read.call(database, 'c', body, { signal: controller.signal });
  setImmediate(() => controller.abort(reason));
  await expect(reading).rejects.toBe(reason);
  const early = read.call(database, 'c', body, { signal: AbortSignal.abort(reason) });
  await expect(early).rejects.toBe(reason);
  expect(await database.count('c')).toEqual({ count: pointCount });
});

test('rejects calls that would exhaust memory and says what to do', async () => {
  await using database = new QdrantLocal({ unindexed: 'allow' });
  await database.createCollection('c', { vectors: { size: 1, distance: 'Dot' } });
  await database.upsert('c', { points: Array.from({ length: 3500 }, (_, id) => ({ id, vector: [id] })) });
  const tooLarge = {
    status: 400,
    message: expect.stringMatching(
      /would take about \d+ MiB of memory, but at most 1024 MiB.* smaller limit or sample/,
    ),
  };
  const matrix = { sample: 5000, limit: 5000 };
  await expect(database.searchMatrixPairs('c', matrix)).rejects.toMatchObject(tooLarge);
  await expect(database.searchMatrixOffsets('c', matrix)).rejects.toMatchObject(tooLarge);
  const searches = Array.from({ length: 4000 }, () => ({ query: [1], limit: 20_000 }));
  await expect(database.queryBatch('c', { searches })).rejects.toMatchObject(tooLarge);
  const { pairs } = await database.searchMatrixPairs('c', { sample: 20, limit: 5000 });
  expect(pairs).toHaveLength(20 * 19);
});
