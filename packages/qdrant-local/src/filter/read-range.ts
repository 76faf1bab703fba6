import { isJsonObject } from '../payloads/json-path.ts';
import { refuseUnknownKeys } from '../requests/read-fields.ts';
import { malformedRequest, type RequestContext } from '../server-errors.ts';
import { parseDatetime } from './parse-datetime.ts';
import type { ValuePredicate } from './predicates.ts';

interface Bounds {
  readonly gt: number;
  readonly gte: number;
  readonly lt: number;
  readonly lte: number;
}

/** Compiles `range`, of numbers or of moments, by the type of its bounds. Booleans are not numbers here. */
export function readRange(range: unknown, context: RequestContext): ValuePredicate {
  if (!isJsonObject(range)) throw malformedRequest(context, 'range must be an object of gt, gte, lt and lte');
  refuseUnknownKeys(range, ['gt', 'gte', 'lt', 'lte'], 'filter.range', context);
  const given = Object.values(range).filter((bound) => bound !== null && bound !== undefined);
  if (given.length > 0 && given.every((bound) => typeof bound === 'string')) {
    const bounds = readBounds(range, (bound) => readMoment(bound, context));
    return (value) => {
      const moment = typeof value === 'string' ? parseDatetime(value) : undefined;
      return moment !== undefined && isWithin(moment, bounds);
    };
  }
  if (!given.every((bound) => Number.isFinite(bound))) {
    throw malformedRequest(context, 'the bounds of a range must be numbers, or all be datetime strings');
  }
  const bounds = readBounds(range, Number);
  return (value) => typeof value === 'number' && isWithin(value, bounds);
}

function readBounds(range: Record<string, unknown>, read: (bound: unknown) => number): Bounds {
  const bound = (name: string, absent: number): number => {
    const value = range[name];
    return value === null || value === undefined ? absent : read(value);
  };
  return {
    gt: bound('gt', -Infinity),
    gte: bound('gte', -Infinity),
    lt: bound('lt', Infinity),
    lte: bound('lte', Infinity),
  };
}

function readMoment(bound: unknown, context: RequestContext): number {
  const moment = parseDatetime(String(bound));
  if (moment === undefined) throw malformedRequest(context, `'${String(bound).slice(0, 60)}' is not a datetime`);
  return moment;
}

function isWithin(value: number, { gt, gte, lt, lte }: Bounds): boolean {
  return value > gt && value >= gte && value < lt && value <= lte;
}
