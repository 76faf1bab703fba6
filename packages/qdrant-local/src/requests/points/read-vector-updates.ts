import type { PointId } from '@x/core';

import { mapLongInSteps, type Steps } from '../../turns/steps.ts';
import {
  readBody,
  readObject,
  refuseUnknownKeys,
  refuseUnsupportedKeys,
  renameAliases,
} from '../../json/read-fields.ts';
import { badRequest, invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readSelectingFilter } from '../filter/read-filter.ts';
import { canonicalPointId } from '../point-ids.ts';
import { shardKeys, vectorAliases, writeOptionKeys } from '../shared-keys.ts';
import { readVectorNames } from '../vectors/read-vector-names.ts';
import { type NamedVectors, readPointVectors } from '../vectors/read-vectors.ts';
import { type PointSelection, readPointSelection } from './read-point-selection.ts';

/** A checked `updateVectors`. */
export interface VectorUpdate {
  readonly points: readonly { readonly id: PointId; readonly vectors: NamedVectors }[];
  /** Only points that pass this filter are updated. */
  readonly filter: ParsedFilter;
}

/** A checked `deleteVectors`. */
export interface VectorDeletion {
  /** The points of all selections together. */
  readonly selections: readonly PointSelection[];
  readonly names: readonly string[];
}

/** Reads the body of `updateVectors`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function* readUpdateVectors(request: unknown, context: RequestContext): Steps<VectorUpdate> {
  const body = readBody(request, 'the update', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  refuseUnknownKeys(body, ['points', 'update_filter', 'shard_key', ...writeOptionKeys], 'the update', context);
  const { points } = body;
  if (!Array.isArray(points)) throw malformedRequest(context, 'points must be a list of points with vectors');
  if (points.length === 0) throw invalidValue(context, 'points', 'must specify points to update');
  return {
    points: yield* mapLongInSteps(points as unknown[], (point, index) =>
      readPointUpdate(point, `points[${index}]`, context),
    ),
    filter: yield* readSelectingFilter(body['update_filter'], 'update_filter', context),
  };
}

/**
 * Reads the body of `deleteVectors`. When both `points` and `filter` are given, both apply, as on the server.
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function* readDeleteVectors(request: unknown, context: RequestContext): Steps<VectorDeletion> {
  const body = renameAliases(readBody(request, 'the deletion', context), vectorAliases, context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['points', 'filter', 'vector', 'shard_key', ...writeOptionKeys];
  refuseUnknownKeys(body, known, 'the deletion', context);
  const { vector, points, filter } = body;
  const names = yield* readVectorNames(vector);
  if (names === undefined) throw malformedRequest(context, 'vector must be a list of vector names');
  if (names.length === 0) throw invalidValue(context, 'vector', 'must specify vector names to delete');
  const given = [{ filter }, { points }].filter((part) =>
    Object.values(part).some((value) => (value ?? null) !== null),
  );
  if (given.length === 0) throw badRequest(context, 'No filter or points provided');
  const selections: PointSelection[] = [];
  for (const part of given) selections.push(yield* readPointSelection(part, context));
  return { selections, names };
}

function* readPointUpdate(
  value: unknown,
  path: string,
  context: RequestContext,
): Steps<VectorUpdate['points'][number]> {
  const { id, vector } = renameAliases(readObject(value, path, context), vectorAliases, context);
  const vectors = yield* readPointVectors(vector, `${path}.vector`, context);
  // Source: qdrant/qdrant lib/api/src/rest/schema.rs, `VectorStruct::is_empty`.
  if ([...vectors.values()].every(({ values }) => values.length === 0))
    throw invalidValue(context, `${path}.vector`, 'must specify vectors to update for point');
  return { id: canonicalPointId(id, `${path}.id`, context), vectors };
}
