import { isJsonObject } from '../../json/json-path.ts';
import { refuseUnknownKeys } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import { numberOf } from '../../json/whole-float.ts';
import type { Bounds, ValueTest } from './filter-tree.ts';
import { parseDatetime } from './parse-datetime.ts';

const boundNames = ['gt', 'gte', 'lt', 'lte'] as const;

/** Reads `range`: a range of moments when a bound is a string, otherwise of numbers. @throws {VectorStoreError} with status 400. */
export function readRange(range: unknown, context: RequestContext): ValueTest {
  const given = readGivenBounds(range, 'range', context);
  if (given.some((bound) => typeof bound === 'string')) {
    const bounds = readBounds(range, (bound) => readMoment(bound, context));
    return { kind: 'datetimeRange', bounds };
  }
  if (!given.every((bound) => Number.isFinite(numberOf(bound)))) {
    throw malformedRequest(context, 'the bounds of a range must be numbers, or all be datetime strings');
  }
  return { kind: 'range', bounds: readBounds(range, (bound) => numberOf(bound)!) };
}

/** Reads the bounds of `values_count`. @throws {VectorStoreError} with status 400. */
export function readCountBounds(value: unknown, context: RequestContext): Bounds {
  const given = readGivenBounds(value, 'values_count', context);
  if (!given.every((bound) => Number.isSafeInteger(bound) && (bound as number) >= 0)) {
    throw malformedRequest(context, 'the bounds of values_count must be whole numbers of at least 0');
  }
  return readBounds(value, Number);
}

function readGivenBounds(value: unknown, name: string, context: RequestContext): unknown[] {
  if (!isJsonObject(value)) throw malformedRequest(context, `${name} must be an object of gt, gte, lt and lte`);
  refuseUnknownKeys(value, boundNames, `filter.${name}`, context);
  return Object.values(value).filter((bound) => bound !== null && bound !== undefined);
}

function readBounds(value: unknown, read: (bound: unknown) => number): Bounds {
  const object = value as Record<string, unknown>;
  const bound = (name: (typeof boundNames)[number], absent: number): number => {
    const given = object[name] ?? undefined;
    return given === undefined ? absent : read(given);
  };
  return {
    gt: bound('gt', -Infinity),
    gte: bound('gte', -Infinity),
    lt: bound('lt', Infinity),
    lte: bound('lte', Infinity),
  };
}

function readMoment(bound: unknown, context: RequestContext): number {
  const moment = typeof bound === 'string' ? parseDatetime(bound) : undefined;
  if (moment !== undefined) return moment;
  throw malformedRequest(
    context,
    `'${String(bound).slice(0, 60)}' is not an RFC 3339 datetime. Example: 2014-01-01T00:00:00Z`,
  );
}
