import { type PointId, VectorStoreError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { readPages } from './read-pages.ts';

const uuid = (end: string) => `aaaaaaaa-0000-4000-8000-00000000000${end}`;

/** Reads pages whose next offsets are these ids. The last page repeats. */
async function read(begins: readonly (PointId | null)[], offset?: PointId | null) {
  let page = 0;
  const asked: unknown[] = [];
  const points: number[] = [];
  const pages = readPages('ships', offset, async (start) => {
    asked.push(start);
    const next = begins[Math.min(page, begins.length - 1)] ?? null;
    return { points: [page++], next_page_offset: next };
  });
  for await (const point of pages) points.push(point);
  return { asked, points };
}

describe('readPages', () => {
  it('reads pages until one has no next offset', async () => {
    const ids = [2, 3n, 2n ** 60n, uuid('1'), uuid('b')];
    expect(await read([...ids, null])).toEqual({ asked: [undefined, ...ids], points: [0, 1, 2, 3, 4, 5] });
    expect((await read([null], 7)).asked).toEqual([7]);
    expect((await read([uuid('2'), null], `urn:uuid:${uuid('1').toUpperCase()}`)).points).toEqual([0, 1]);
    expect((await read([null], null)).asked).toEqual([undefined]);
  });

  it.each<[string, readonly PointId[], PointId?]>([
    ['the same number', [2]],
    ['the same UUID in another form', [uuid('a'), uuid('a').toUpperCase()]],
    ['the first page', [7], 7],
    ['an earlier page', [2, 5, 3]],
    ['a number after a UUID', [uuid('1'), 9]],
  ])('rejects when a server returns %s as the next page', async (_what, begins, offset) => {
    const error = await read(begins, offset).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(VectorStoreError);
    expect(error).toMatchObject({
      operation: 'scroll',
      collection: 'ships',
      message: expect.stringMatching(/never end/),
    });
  });
});
