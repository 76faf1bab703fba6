import type { PointId } from '@x/core';

import type { Steps } from '../../turns/steps.ts';
import {
  readObject,
  readWholeNumber,
  refuseUnknownKeys,
  refuseUnsupportedKeys,
  renameAliases,
} from '../../json/read-fields.ts';
import { type RequestContext, wrongInput } from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readFilter } from '../filter/read-filter.ts';
import { canonicalPointId } from '../point-ids.ts';
import { readOrderBy, type ValueOrder } from '../read-order-by.ts';
import { readResultSelection, resultAliases, type ResultSelection } from '../read-result-selection.ts';
import { shardKeys } from '../shared-keys.ts';
import { readPointIds } from './read-points.ts';

const offsetWithOrder =
  "Cannot use an `offset` when using `order_by`. The alternative for paging is to use `order_by.start_from` and a filter to exclude the IDs that you've already seen for the `order_by.start_from` value";

/** A checked `retrieve`. */
export interface ParsedRetrieve {
  readonly ids: readonly PointId[];
  readonly result: ResultSelection;
}

/** A checked `scroll`. */
export interface ParsedScroll {
  readonly limit: number;
  readonly offset: PointId | undefined;
  readonly orderBy: ValueOrder | undefined;
  readonly filter: ParsedFilter;
  readonly result: ResultSelection;
}

/** Reads the body of `retrieve`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readRetrieve(request: unknown, context: RequestContext): Steps<ParsedRetrieve> {
  const body = renameAliases(readObject(request, 'the request', context), resultAliases, context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['ids', 'with_payload', 'with_vector', 'consistency', 'timeout', 'shard_key'];
  refuseUnknownKeys(body, known, 'the request', context);
  return {
    ids: yield* readPointIds(body['ids'], 'ids', context),
    result: yield* readResult(body, context),
  };
}

/** Reads the body of `scroll`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readScroll(request: unknown, context: RequestContext): Steps<ParsedScroll> {
  const body = renameAliases(readObject(request, 'the scroll', context), resultAliases, context);
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
    filter: yield* readFilter(body['filter'], context),
    result: yield* readResult(body, context),
  };
}

function readResult(body: Record<string, unknown>, context: RequestContext): Steps<ResultSelection> {
  const { with_payload: withPayload, with_vector: withVector } = body;
  return readResultSelection({ withPayload, withVector, isPayloadDefault: true }, context);
}
