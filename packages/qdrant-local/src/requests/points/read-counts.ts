import type { Steps } from '../../turns/steps.ts';
import { type JsonPath, parseJsonPath } from '../../json/json-path.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, refuseUnsupportedKeys } from '../../json/read-fields.ts';
import type { RequestContext } from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readFilter } from '../filter/read-filter.ts';
import { shardKeys } from '../shared-keys.ts';

/** A checked `facet`. */
export interface ParsedFacet {
  readonly path: JsonPath;
  readonly limit: number;
  readonly filter: ParsedFilter;
}

/** Reads the body of `facet`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readFacet(request: unknown, context: RequestContext): Steps<ParsedFacet> {
  const body = readObject(request, 'the facet', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['key', 'limit', 'filter', 'exact', 'timeout', 'consistency', 'shard_key'];
  refuseUnknownKeys(body, known, 'the facet', context);
  return {
    path: parseJsonPath(body['key'], 'key', context),
    limit: readWholeNumber(body, 'limit', { min: 1, absent: 10 }, context),
    filter: yield* readFilter(body['filter'], context),
  };
}

/** Reads the body of `count` and returns its filter. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readCount(request: unknown, context: RequestContext): Steps<ParsedFilter> {
  const body = readObject(request, 'the count', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  refuseUnknownKeys(body, ['filter', 'exact', 'timeout', 'consistency', 'shard_key'], 'the count', context);
  return yield* readFilter(body['filter'], context);
}
