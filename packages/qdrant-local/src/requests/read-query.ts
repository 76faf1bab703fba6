import type { PointId } from '@x/core';

import { readFilter } from '../filter/read-filter.ts';
import type { ParsedFilter } from '../filter/slot-selection.ts';
import { isJsonObject } from '../payloads/json-path.ts';
import { type PayloadSelector, readPayloadSelector } from '../payloads/select-payload.ts';
import { canonicalPointId } from '../points/point-ids.ts';
import { readVector } from '../points/read-vectors.ts';
import { malformedRequest, notSupported, type RequestContext } from '../server-errors.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, refuseUnsupportedKeys } from './read-fields.ts';
import { shardKeys } from './read-points.ts';
import { readVectorSelection } from './read-selections.ts';
import type { WithVector } from './request-types.ts';
import type { VectorValue } from '../vectors/vector-value.ts';

/** What a query searches for. */
export type QueryTarget =
  | { readonly kind: 'vector'; readonly vector: VectorValue }
  | { readonly kind: 'point'; readonly id: PointId }
  | { readonly kind: 'none' };

/** A query, checked as far as that is possible without its collection. */
export interface ParsedQuery {
  readonly target: QueryTarget;
  readonly vectorName: string;
  readonly filter: ParsedFilter;
  readonly limit: number;
  readonly offset: number;
  readonly scoreThreshold: number | undefined;
  readonly selectPayload: PayloadSelector;
  readonly withVector: WithVector;
}

const queryKeys = ['query', 'using', 'filter', 'limit', 'offset', 'score_threshold', 'with_payload', 'with_vector'];
const unsupportedKeys = { ...shardKeys, prefetch: 'A prefetch', lookup_from: 'A lookup in another collection' };
const unsupportedQueries = ['recommend', 'discover', 'context', 'order_by', 'fusion', 'rrf', 'formula', 'sample'];

/** Reads the body of `query`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readQuery(request: unknown, context: RequestContext): ParsedQuery {
  const body = readObject(request, 'the query', context);
  refuseUnsupportedKeys(body, unsupportedKeys, context);
  // An empty prefetch is none.
  const accepted = [...queryKeys, 'params', 'timeout', 'consistency', 'prefetch', 'shard_key', 'lookup_from'];
  refuseUnknownKeys(body, accepted, 'the query', context);
  const using = body['using'] ?? '';
  if (typeof using !== 'string') throw malformedRequest(context, 'using must be the name of a vector');
  const scoreThreshold = body['score_threshold'] ?? undefined;
  if (scoreThreshold !== undefined && !Number.isFinite(scoreThreshold)) {
    throw malformedRequest(context, 'score_threshold must be a finite number');
  }
  return {
    target: readTarget(body['query'], context),
    vectorName: using,
    filter: readFilter(body['filter'], context),
    limit: readWholeNumber(body, 'limit', { min: 1, absent: 10 }, context),
    offset: readWholeNumber(body, 'offset', { min: 0, absent: 0 }, context),
    scoreThreshold: scoreThreshold as number | undefined,
    selectPayload: readPayloadSelector(body['with_payload'], false, context),
    withVector: readVectorSelection(body['with_vector'], context),
  };
}

function readTarget(query: unknown, context: RequestContext): QueryTarget {
  if (query === undefined || query === null) return { kind: 'none' };
  if (isJsonObject(query) && !ArrayBuffer.isView(query)) {
    for (const kind of unsupportedQueries) if (kind in query) throw notSupported(context, `The query ${kind}`);
    if ('relevance_feedback' in query) throw notSupported(context, 'The query relevance_feedback');
    if ('nearest' in query) {
      refuseUnsupportedKeys(query, { mmr: 'Maximal marginal relevance (mmr)' }, context);
      refuseUnknownKeys(query, ['nearest', 'mmr'], 'query', context);
      return readVectorOrId(query['nearest'], context);
    }
  }
  return readVectorOrId(query, context);
}

function readVectorOrId(value: unknown, context: RequestContext): QueryTarget {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') {
    return { kind: 'point', id: canonicalPointId(value, 'query', context) };
  }
  return { kind: 'vector', vector: readVector(value, 'query', context) };
}
