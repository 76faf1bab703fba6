import { canonicalUuid, type PointId, VectorStoreError } from '@x/core';

/** A page of points, with the offset of the next page. */
interface Page<Point> {
  readonly points: readonly Point[];
  readonly next_page_offset?: PointId | null;
}

/**
 * Yields all points of the pages from `offset` on. Reads a page when the points of the previous one are consumed.
 *
 * Points are ordered by id, so each page must start after the previous one. With a server that returns otherwise, the loop would never end.
 *
 * @throws {VectorStoreError} when a page does not start after the previous page.
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

/** Returns true when an id comes after another. All numbers come before all UUIDs, and each kind is sorted. */
function isBehind(id: PointId, other: PointId): boolean {
  if (typeof id !== 'string') return typeof other !== 'string' && id > other;
  return typeof other !== 'string' || canonical(id) > canonical(other);
}

function canonical(uuid: string): string {
  return canonicalUuid(uuid) ?? uuid;
}

function notAdvancing(collection: string, start: PointId, next: PointId): VectorStoreError {
  return new VectorStoreError({
    message: `The page at offset ${start} has the next offset ${next}, which does not come after it, so reading would never end. Does a proxy return cached answers?`,
    operation: 'scroll',
    collection,
  });
}
