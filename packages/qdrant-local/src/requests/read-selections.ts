import type { PointId } from '@x/core';

import { readFilter } from '../filter/read-filter.ts';
import type { ParsedFilter } from '../filter/slot-selection.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../server-errors.ts';
import { readPointIds } from './read-points.ts';
import type { WithVector } from './request-types.ts';

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

/** Reads `with_vector`. @throws {VectorStoreError} with status 400. */
export function readVectorSelection(value: unknown, context: RequestContext): WithVector {
  const wanted = value ?? false;
  if (typeof wanted === 'boolean') return wanted;
  if (Array.isArray(wanted) && wanted.every((name) => typeof name === 'string')) return [...wanted];
  throw malformedRequest(context, 'with_vector must be a boolean or a list of vector names');
}
