import type { PointId } from '@x/core';

import { readFilter } from '../filter/read-filter.ts';
import type { ParsedFilter } from '../filter/slot-selection.ts';
import type { ValueOrder } from '../payloads/order-slots.ts';
import { type PayloadSelector, readPayloadSelector } from '../payloads/select-payload.ts';
import { canonicalPointId } from '../points/point-ids.ts';
import { type RequestContext, wrongInput } from '../server-errors.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, refuseUnsupportedKeys } from './read-fields.ts';
import { readOrderBy } from './read-order-by.ts';
import { readPointIds, shardKeys } from './read-points.ts';
import { readVectorSelection } from './read-selections.ts';
import type { WithVector } from './request-types.ts';

const offsetWithOrder =
  "Cannot use an `offset` when using `order_by`. The alternative for paging is to use `order_by.start_from` and a filter to exclude the IDs that you've already seen for the `order_by.start_from` value";

/** A checked `retrieve`. */
export interface ParsedRetrieve {
  readonly ids: readonly PointId[];
  readonly selectPayload: PayloadSelector;
  readonly withVector: WithVector;
}

/** A checked `scroll`. */
export interface ParsedScroll {
  readonly limit: number;
  readonly offset: PointId | undefined;
  readonly orderBy: ValueOrder | undefined;
  readonly filter: ParsedFilter;
  readonly selectPayload: PayloadSelector;
  readonly withVector: WithVector;
}

/** Reads the body of `retrieve`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readRetrieve(request: unknown, context: RequestContext): ParsedRetrieve {
  const body = readObject(request, 'the request', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['ids', 'with_payload', 'with_vector', 'consistency', 'timeout', 'shard_key'];
  refuseUnknownKeys(body, known, 'the request', context);
  return {
    ids: readPointIds(body['ids'], 'ids', context),
    selectPayload: readPayloadSelector(body['with_payload'], true, context),
    withVector: readVectorSelection(body['with_vector'], context),
  };
}

/** Reads the body of `scroll`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readScroll(request: unknown, context: RequestContext): ParsedScroll {
  const body = readObject(request, 'the scroll', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['filter', 'limit', 'offset', 'with_payload', 'with_vector', 'consistency', 'timeout'];
  refuseUnknownKeys(body, [...known, 'shard_key', 'order_by'], 'the scroll', context);
  const offset = body['offset'] ?? undefined;
  const orderBy = body['order_by'] ?? undefined;
  if (offset !== undefined && orderBy !== undefined) throw wrongInput(context, offsetWithOrder);
  return {
    limit: readWholeNumber(body, 'limit', { min: 1, absent: 10 }, context),
    offset: offset === undefined ? undefined : canonicalPointId(offset, 'offset', context),
    orderBy: orderBy === undefined ? undefined : readOrderBy(orderBy, context),
    filter: readFilter(body['filter'], context),
    selectPayload: readPayloadSelector(body['with_payload'], true, context),
    withVector: readVectorSelection(body['with_vector'], context),
  };
}

/** Reads the body of `count` to its filter. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readCount(request: unknown, context: RequestContext): ParsedFilter {
  const body = readObject(request, 'the count', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  refuseUnknownKeys(body, ['filter', 'exact', 'timeout', 'shard_key'], 'the count', context);
  return readFilter(body['filter'], context);
}
