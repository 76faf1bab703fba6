import { isPlainObject, type PointId } from '@x/core';

import { mapInSteps, mapLongInSteps, type Steps } from '../../turns/steps.ts';
import { copyPayload, type Payload } from '../../json/copy-json.ts';
import {
  readBody,
  readObject,
  refuseUnknownKeys,
  refuseUnsupportedKeys,
  renameAliases,
} from '../../json/read-fields.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { readVariant } from '../collections/read-tuning.ts';
import type { ParsedFilter } from '../filter/filter-tree.ts';
import { readSelectingFilter } from '../filter/read-filter.ts';
import { canonicalPointId } from '../point-ids.ts';
import { shardKeys, vectorAliases, writeOptionKeys } from '../shared-keys.ts';
import type { UpdateMode } from '../types/request-types.ts';
import { type NamedVectors, readPointVectors, readVector } from '../vectors/read-vectors.ts';

/** A point of an upsert, checked as far as possible without its collection. It shares no data with the request. */
export interface PointToUpsert {
  readonly id: PointId;
  readonly vectors: NamedVectors;
  readonly payload: Payload;
}

/** A checked `upsert`. */
export interface Upsert {
  readonly points: readonly PointToUpsert[];
  /** Whether points may be added, replaced, or both. */
  readonly mode: UpdateMode;
  /** Existing points are replaced only when they pass this filter. */
  readonly filter: ParsedFilter;
}

/** Reads the body of `upsert`, in its `points` or its `batch` form. @throws {VectorStoreError} with status 400, 422, 501. */
export function* readUpsert(request: unknown, context: RequestContext): Steps<Upsert> {
  const body = readBody(request, 'the upsert', context);
  refuseUnsupportedKeys(body, shardKeys, context);
  const known = ['points', 'batch', 'update_filter', 'update_mode', 'shard_key', ...writeOptionKeys];
  refuseUnknownKeys(body, known, 'the upsert', context);
  const variants = ['upsert', 'insert_only', 'update_only'] as const;
  const { update_mode: mode = 'upsert' } = readVariant(body, 'update_mode', { variants, path: 'upsert' }, context);
  return {
    points: yield* readPoints(body, context),
    mode,
    filter: yield* readSelectingFilter(body['update_filter'], 'update_filter', context),
  };
}

/** Reads a list of ids. @throws {VectorStoreError} with status 400 or 422. */
export function* readPointIds(value: unknown, path: string, context: RequestContext): Steps<PointId[]> {
  if (!Array.isArray(value)) throw malformedRequest(context, `${path} must be a list of point IDs`);
  return yield* mapInSteps(value as unknown[], (id, index) => canonicalPointId(id, `${path}[${index}]`, context));
}

function* readPoints({ points, batch }: Record<string, unknown>, context: RequestContext): Steps<PointToUpsert[]> {
  // When both are given, the batch is used, as on the server (lib/api/src/rest/schema.rs, `PointInsertOperations`).
  if (isPlainObject(batch)) return yield* readBatch(batch, context);
  if (batch === undefined && Array.isArray(points)) {
    return yield* mapLongInSteps(points as unknown[], (point, index) => readPoint(point, `points[${index}]`, context));
  }
  throw malformedRequest(context, 'an upsert needs `points` (a list) or `batch` (an object of lists)');
}

function* readPoint(value: unknown, path: string, context: RequestContext): Steps<PointToUpsert> {
  const { id, vector, payload } = renameAliases(readObject(value, path, context), vectorAliases, context);
  return {
    id: canonicalPointId(id, `${path}.id`, context),
    vectors: yield* readPointVectors(vector, `${path}.vector`, context),
    payload: yield* readPayload(payload, `${path}.payload`, context),
  };
}

function* readBatch(batch: Record<string, unknown>, context: RequestContext): Steps<PointToUpsert[]> {
  refuseUnknownKeys(batch, ['ids', 'vectors', 'payloads'], 'batch', context);
  const ids = yield* readPointIds(batch['ids'], 'batch.ids', context);
  const { vectors, payloads } = batch;
  if (!Array.isArray(vectors) && !isPlainObject(vectors)) {
    throw malformedRequest(context, 'batch.vectors must be a list of vectors or an object of such lists');
  }
  const columns: [string, unknown][] = Array.isArray(vectors) ? [['', vectors]] : Object.entries(vectors);
  for (const [name, column] of columns)
    requireLength(column, ids.length, `batch.vectors${name && `.${name}`}`, context);
  if (payloads !== undefined && payloads !== null) requireLength(payloads, ids.length, 'batch.payloads', context);
  return yield* mapLongInSteps(ids, function* (id, index): Steps<PointToUpsert> {
    const path = `batch.vectors[${index}]`;
    const row = columns.map(([name, column]) => [name, (column as unknown[])[index]] as const);
    return {
      id,
      vectors: Array.isArray(vectors)
        ? new Map([['', yield* readVector(row[0]![1], path, context)]])
        : yield* readPointVectors(Object.fromEntries(row.filter(([, value]) => value !== null)), path, context),
      payload: yield* readPayload((payloads as unknown[] | undefined)?.[index], `batch.payloads[${index}]`, context),
    };
  });
}

function requireLength(column: unknown, length: number, path: string, context: RequestContext): void {
  if (!Array.isArray(column)) throw malformedRequest(context, `${path} must be a list`);
  if (column.length !== length) {
    throw invalidValue(context, path, `has ${column.length} entries, but there are ${length} ids`);
  }
}

/** Returns a copy of a point's payload; an empty object when it is missing. */
function* readPayload(value: unknown, path: string, context: RequestContext): Steps<Payload> {
  if (value === undefined || value === null) return {};
  return yield* copyPayload(readObject(value, path, context), path, context);
}
