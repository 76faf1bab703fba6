import type { PointId } from '@x/core';

import type { Steps } from '../../turns/steps.ts';
import { plainCopy } from '../../json/plain-copy.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readSelectingFilter } from '../filter/read-filter.ts';
import { readPointIds } from './read-points.ts';

/** The points that a write changes. */
export type PointSelection =
  | { readonly kind: 'ids'; readonly ids: readonly PointId[] }
  | { readonly kind: 'filter'; readonly filter: ParsedFilter };

/** Reads `points` or `filter`. When both are given, the ids are used, as on the server. @throws {VectorStoreError} with status 400 or 422. */
export function* readPointSelection(body: Record<string, unknown>, context: RequestContext): Steps<PointSelection> {
  const points = body['points'] ?? undefined;
  const filter = body['filter'] ?? undefined;
  const parsedFilter = yield* readSelectingFilter(filter, 'filter', context);
  if (points !== undefined) {
    const plain = yield* plainCopy(points, { path: 'points', isSelection: true }, context);
    return { kind: 'ids', ids: yield* readPointIds(plain, 'points', context) };
  }
  if (filter !== undefined) return { kind: 'filter', filter: parsedFilter };
  throw malformedRequest(context, 'Either list of point ids or filter must be provided');
}
