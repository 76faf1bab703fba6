import { valuesAt } from '../json/json-path.ts';
import { wrongInput } from '../json/server-errors.ts';
import { numberOf } from '../json/whole-float.ts';
import { type GeoPosition, isOnGlobe, positionOf } from '../requests/filter/geo-area.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import type { PayloadVariable } from '../requests/formula/formula-tree.ts';
import type { FormulaScope } from './formula-scope.ts';

/** Converts a payload value to the type that an expression needs. */
export interface ValueReader<T> {
  /** The server's name for the type. */
  readonly type: string;
  readonly read: (value: unknown) => T | undefined;
  /** The server's reason when `read` returns `undefined`. */
  readonly reason: string;
}

/** Reads a number from a payload. */
export const readNumberValue: ValueReader<number> = {
  type: 'number',
  read: numberOf,
  reason: 'Value is not a number',
};

/** Reads a moment from a payload as seconds since 1970. */
export const readDatetime: ValueReader<number> = {
  type: 'datetime',
  read: (value) => {
    const microseconds = typeof value === 'string' ? parseDatetime(value) : undefined;
    return microseconds === undefined ? undefined : microseconds / 1_000_000;
  },
  reason: 'Value is not a datetime',
};

/** Reads a geo point from a payload. */
export const readGeoPoint: ValueReader<GeoPosition> = {
  type: 'geo point',
  read: (value) => {
    const position = positionOf(value);
    return position !== undefined && isOnGlobe(position) ? position : undefined;
  },
  reason: 'Value is not a geo point',
};

/**
 * Returns a function that reads a variable from a slot's payload. It returns the variable's default when there is no value or only null. A
 * list of one element is read as that element.
 *
 * A server uses the default for null only when the key has an index, because indexes do not store null (qdrant/qdrant
 * lib/segment/src/index/query_optimization/rescore_formula/value_retriever.rs). In this engine, an index makes no difference.
 */
export function variableReader<T>(
  { path, text, fallback }: PayloadVariable,
  { type, read, reason }: ValueReader<T>,
  { table, context }: FormulaScope,
): (slot: number) => T {
  const refusal = (detail: string): Error =>
    wrongInput(
      context,
      `Expected ${type} value for ${text} in the payload and/or in the formula defaults. Error: ${detail}`,
    );
  return (slot) => {
    const values = valuesAt(table.payload(slot), path).filter((value) => value !== null);
    const value = values.length > 1 ? values : values.length === 1 ? values[0] : fallback;
    if (value === undefined) throw refusal('No value found in a payload nor defaults');
    const result = read(value);
    if (result === undefined) throw refusal(reason);
    return result;
  };
}
