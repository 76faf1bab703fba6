import { readFilter } from '../filter/read-filter.ts';
import type { ParsedFilter } from '../filter/slot-selection.ts';
import { type JsonPath, parseJsonPath } from '../payloads/json-path.ts';
import type { RequestContext } from '../server-errors.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, refuseUnsupportedKeys } from './read-fields.ts';
import { shardKeys } from './read-points.ts';

/** A checked `facet`. */
export interface ParsedFacet {
  readonly path: JsonPath;
  readonly limit: number;
  readonly filter: ParsedFilter;
}

/** Reads the body of `facet`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readFacet(request: unknown, context: RequestContext): ParsedFacet {
  const body = readObject(request, 'the facet', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['key', 'limit', 'filter', 'exact', 'timeout', 'consistency', 'shard_key'];
  refuseUnknownKeys(body, known, 'the facet', context);
  return {
    path: parseJsonPath(body['key'], context),
    limit: readWholeNumber(body, 'limit', { min: 1, absent: 10 }, context),
    filter: readFilter(body['filter'], context),
  };
}
