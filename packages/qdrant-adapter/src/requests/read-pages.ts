import { type PointId, VectorStoreError } from '@x/core';

/** A page of points, and where the next one begins. */
interface Page<Point> {
  readonly points: readonly Point[];
  readonly next_page_offset?: PointId | null;
}

/**
 * All points of the pages from `offset` on, as they are taken.
 *
 * Points come in the order of their ids, so that each page begins behind the one before it. A server that answers otherwise would be asked
 * for ever.
 *
 * @throws {VectorStoreError} when a page does not begin behind the one before.
 */
export async function* readPages<Point>(
  collection: string,
  offset: PointId | null | undefined,
  readPage: (offset: PointId | undefined) => Promise<Page<Point>>,
): AsyncGenerator<Point, void, undefined> {
  let start = offset ?? undefined;
  for (;;) {
    const page = await readPage(start);
    yield* page.points;
    const next = page.next_page_offset ?? undefined;
    if (next === undefined) return;
    if (start !== undefined && !isBehind(next, start)) throw notAdvancing(collection, start, next);
    start = next;
  }
}

/** True when an id comes after another: numbers before UUIDs, each in their own order. */
function isBehind(id: PointId, other: PointId): boolean {
  if (typeof id !== 'string') return typeof other !== 'string' && id > other;
  return typeof other !== 'string' || digitsOf(id) > digitsOf(other);
}

/** The digits of a UUID, whichever of its forms it has. */
function digitsOf(uuid: string): string {
  return uuid.toLowerCase().replaceAll(/^urn:uuid:|[-{}]/g, '');
}

function notAdvancing(collection: string, start: PointId, next: PointId): VectorStoreError {
  return new VectorStoreError({
    message: `The page from ${start} on names ${next} as the begin of the next one, which is not behind it, so the pages would never end. Is there a proxy that answers from its cache?`,
    operation: 'scroll',
    collection,
  });
}
