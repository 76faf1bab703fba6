import type { Schemas } from '@qdrant/js-client-rest';
import { InvalidArgumentError, type PointId } from '@x/core';
import { keepContextHeaders } from '../backend/context-headers.ts';
import { readPages } from '../requests/read-pages.ts';
import type { CollectionName, CollectionOf, CollectionTypes, PayloadAnswer } from '../types/collections.ts';
import type { CountRequest, RetrievedPoint, ScrollRequest, ScrollResult } from '../types/points.ts';
import type { FacetRequest } from '../types/queries.ts';
import { withDefaults } from '../requests/require-body.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Methods that read points without searching. */
export abstract class ScrollMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Returns a page of points ordered by id. Pass its `next_page_offset` as `offset` to get the next page. */
  async scroll<Payload extends object = never, Name extends CollectionName<Collections> = CollectionName<Collections>>(
    collection: Name,
    body: ScrollRequest<CollectionOf<Collections, Name>> = {},
    options?: CallOptions,
  ): Promise<ScrollResult<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>> {
    const { offset, ...page } = withDefaults(body, { limit: 10, with_payload: true, with_vector: false });
    const start = offset === undefined || offset === null ? {} : { offset };
    return this.runner.run('scroll', { collection, body: { ...page, ...start }, options });
  }

  /**
   * Yields all matching points ordered by id. It requests a page when the points of the one before are consumed. `limit` is the page size and
   * defaults to 256. Points written during the scroll may or may not be included.
   *
   * @throws {InvalidArgumentError} with `order_by`, because pages in that order cannot be continued. Use {@link ScrollMethods.scroll} instead.
   * @throws {VectorStoreError} when a page does not start after the previous page. It also throws what `scroll` throws.
   * @example
   * for await (const { id, payload } of client.scrollAll('ships')) console.log(id, payload);
   */
  scrollAll<Payload extends object = never, Name extends CollectionName<Collections> = CollectionName<Collections>>(
    collection: Name,
    body: Omit<ScrollRequest<CollectionOf<Collections, Name>>, 'order_by'> = {},
    options?: CallOptions,
  ): AsyncGenerator<RetrievedPoint<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>, void, undefined> {
    // A generator runs in the context of each `next`, which may be outside of the function that called `scrollAll`.
    const withHeaders = keepContextHeaders();
    return scrollInPages(collection, body, (page) =>
      withHeaders(() => this.scroll<Payload, Name>(collection, page, options)),
    );
  }

  /** Returns the number of points, or of those that match the filter. The count is exact unless `exact: false`. */
  count<Name extends CollectionName<Collections>>(
    collection: Name,
    body: CountRequest<CollectionOf<Collections, Name>> = {},
    options?: CallOptions,
  ): Promise<Schemas['CountResult']> {
    return this.runner.run('count', { collection, body, defaults: { exact: true }, options });
  }

  /** Returns the number of points for each value of a payload field, most frequent values first. */
  facet<Name extends CollectionName<Collections>>(
    collection: Name,
    body: FacetRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<Schemas['FacetResponse']> {
    return this.runner.run('facet', { collection, body, options });
  }
}

async function* scrollInPages<Request extends ScrollRequest, Point>(
  collection: string,
  body: Request,
  scroll: (page: Request) => Promise<{ points: Point[]; next_page_offset?: PointId | null }>,
): AsyncGenerator<Point, void, undefined> {
  const all = withDefaults(body, { limit: 256 });
  if ('order_by' in all) {
    const advice = 'Pages in that order cannot be continued. Use scroll instead.';
    throw new InvalidArgumentError({ parameter: 'order_by', value: all.order_by, expected: 'absent', advice });
  }
  yield* readPages(collection, all.offset, (offset) => scroll({ ...all, ...(offset !== undefined && { offset }) }));
}
