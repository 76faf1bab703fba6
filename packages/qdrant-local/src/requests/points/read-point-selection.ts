import type { PointId } from '@x/core';

import { invalidValue, type RequestContext } from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readFilter } from '../filter/read-filter.ts';
import { readPointIds } from './read-points.ts';

/** The points that a write is about. */
export type PointSelection =
  | { readonly kind: 'ids'; readonly ids: readonly PointId[] }
  | { readonly kind: 'filter'; readonly filter: ParsedFilter };

/** Reads `points` or `filter`; where both are given the ids count, as on the server. @throws {VectorStoreError} 400, 422. */
export function readPointSelection(body: Record<string, unknown>, context: RequestContext): PointSelection {
  const { points, filter } = body;
  const parsedFilter = readFilter(filter, context);
  if (points !== undefined && points !== null) return { kind: 'ids', ids: readPointIds(points, 'points', context) };
  if (filter !== undefined && filter !== null) return { kind: 'filter', filter: parsedFilter };
  throw invalidValue(context, 'points', 'either points or filter must be given');
}
