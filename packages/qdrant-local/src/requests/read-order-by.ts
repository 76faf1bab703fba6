import { type JsonPath, parseJsonPath } from '../json/json-path.ts';
import { readObject, refuseUnknownKeys } from '../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../json/server-errors.ts';
import { numberOf } from '../json/whole-float.ts';
import { parseDatetime } from './filter/parse-datetime.ts';

/** The values by which to order points. */
export interface ValueOrder {
  readonly path: JsonPath;
  readonly isDescending: boolean;
  /** The first value: a number, or microseconds since 1970. */
  readonly startFrom: number | undefined;
}

/**
 * Reads `order_by`: a payload key, or `{ key, direction, start_from }`.
 *
 * Source: qdrant/qdrant lib/segment/src/data_types/order_by.rs.
 *
 * @throws {VectorStoreError} with status 400 when `order_by` is malformed.
 */
export function readOrderBy(value: unknown, context: RequestContext): ValueOrder {
  if (typeof value === 'string') {
    return { path: parseJsonPath(value, 'order_by', context), isDescending: false, startFrom: undefined };
  }
  const order = readObject(value, 'order_by', context);
  refuseUnknownKeys(order, ['key', 'direction', 'start_from'], 'order_by', context);
  const direction = order['direction'] ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc') {
    throw malformedRequest(context, 'order_by.direction must be asc or desc');
  }
  return {
    path: parseJsonPath(order['key'], 'order_by.key', context),
    isDescending: direction === 'desc',
    startFrom: readStart(order['start_from'] ?? undefined, context),
  };
}

function readStart(value: unknown, context: RequestContext): number | undefined {
  if (value === undefined) return undefined;
  const number = numberOf(value);
  if (number !== undefined && Number.isFinite(number)) return number;
  const moment = typeof value === 'string' ? parseDatetime(value) : undefined;
  if (moment !== undefined) return moment;
  throw malformedRequest(context, 'order_by.start_from must be a number or an RFC 3339 datetime');
}
