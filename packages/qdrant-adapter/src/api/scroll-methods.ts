import type { Schemas } from '@qdrant/js-client-rest';
import { InvalidArgumentError } from '@x/core';
import { readPages } from '../requests/read-pages.ts';
import type { CollectionName, CollectionOf, CollectionTypes, PayloadAnswer } from '../types/collections.ts';
import type { CountRequest, RetrievedPoint, ScrollRequest, ScrollResult } from '../types/points.ts';
import type { FacetRequest } from '../types/queries.ts';
import { withDefaults } from '../requests/plain-copy.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Methods that read points without searching. */
export abstract class ScrollMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** A page of points in the order of their ids; pass its `next_page_offset` as the next page's `offset`. */
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
   * All points that match, in the order of their ids, page by page as they are taken; `limit` is the size of a page, 256 unless told
   * otherwise. Points that are written meanwhile may or may not be among them.
   *
   * @throws {InvalidArgumentError} with `order_by`, whose pages cannot be told apart: use {@link ScrollMethods.scroll}.
   * @throws {VectorStoreError} when a page does not begin behind the one before, and as `scroll` does.
   * @example
   * for await (const { id, payload } of client.scrollAll('ships')) console.log(id, payload);
   */
  async *scrollAll<
    Payload extends object = never,
    Name extends CollectionName<Collections> = CollectionName<Collections>,
  >(
    collection: Name,
    body: Omit<ScrollRequest<CollectionOf<Collections, Name>>, 'order_by'> = {},
    options?: CallOptions,
  ): AsyncGenerator<RetrievedPoint<PayloadAnswer<Payload, CollectionOf<Collections, Name>>>, void, undefined> {
    const all = withDefaults(body, { limit: 256 });
    if ('order_by' in all) {
      const expected = 'absent, because pages in that order cannot be continued (use scroll)';
      throw new InvalidArgumentError({ parameter: 'order_by', value: all.order_by, expected });
    }
    yield* readPages(collection, all.offset, (offset) =>
      this.scroll<Payload, Name>(collection, { ...all, ...(offset !== undefined && { offset }) }, options),
    );
  }

  /** How many points there are, or match the filter; exactly, unless `exact: false`. */
  count<Name extends CollectionName<Collections>>(
    collection: Name,
    body: CountRequest<CollectionOf<Collections, Name>> = {},
    options?: CallOptions,
  ): Promise<Schemas['CountResult']> {
    return this.runner.run('count', { collection, body, defaults: { exact: true }, options });
  }

  /** How many points have each value of a payload field, the most frequent values first. */
  facet<Name extends CollectionName<Collections>>(
    collection: Name,
    body: FacetRequest<CollectionOf<Collections, Name>>,
    options?: CallOptions,
  ): Promise<Schemas['FacetResponse']> {
    return this.runner.run('facet', { collection, body, options });
  }
}
