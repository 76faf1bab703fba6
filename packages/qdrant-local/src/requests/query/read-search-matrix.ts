import type { Steps } from '../../turns/steps.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, refuseUnsupportedKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readFilter } from '../filter/read-filter.ts';
import { shardKeys } from '../shared-keys.ts';

/** A checked distance matrix. */
export interface ParsedSearchMatrix {
  readonly filter: ParsedFilter;
  /** The number of points to sample. */
  readonly sample: number;
  /** The number of neighbors of each point. */
  readonly limit: number;
  readonly vectorName: string;
}

/** Reads the body of `searchMatrixPairs` and `searchMatrixOffsets`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readSearchMatrix(request: unknown, context: RequestContext): Steps<ParsedSearchMatrix> {
  const body = readObject(request, 'the matrix', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['filter', 'sample', 'limit', 'using', 'shard_key', 'timeout', 'consistency'];
  refuseUnknownKeys(body, known, 'the matrix', context);
  const using = body['using'] ?? '';
  if (typeof using !== 'string') throw malformedRequest(context, 'using must be the name of a vector');
  return {
    filter: yield* readFilter(body['filter'], context),
    sample: readWholeNumber(body, 'sample', { min: 2, absent: 10 }, context),
    limit: readWholeNumber(body, 'limit', { min: 1, absent: 3 }, context),
    vectorName: using,
  };
}
