import { valuesAt } from '../json/json-path.ts';
import { wrongInput } from '../json/server-errors.ts';
import { numberOf } from '../json/whole-float.ts';
import { type GeoPosition, isOnGlobe, positionOf } from '../requests/filter/geo-area.ts';
import { parseDatetime } from '../requests/filter/parse-datetime.ts';
import type { PayloadVariable } from '../requests/formula/formula-tree.ts';
import type { FormulaScope } from './formula-scope.ts';

/** Makes a value of a payload into what an expression needs; `undefined` when it is something else. */
export interface ValueReader<T> {
  /** What the server calls it. */
  readonly type: string;
  readonly read: (value: unknown) => T | undefined;
  /** The server's reason when `read` gives `undefined`. */
  readonly reason: string;
}

/** A number of a payload. */
export const readNumberValue: ValueReader<number> = {
  type: 'number',
  read: numberOf,
  reason: 'Value is not a number',
};

/** A moment of a payload as seconds since 1970. */
export const readDatetime: ValueReader<number> = {
  type: 'datetime',
  read: (value) => {
    const microseconds = typeof value === 'string' ? parseDatetime(value) : undefined;
    return microseconds === undefined ? undefined : microseconds / 1_000_000;
  },
  reason: 'Value is not a datetime',
};

/** A place of a payload. */
export const readGeoPoint: ValueReader<GeoPosition> = {
  type: 'geo point',
  read: (value) => {
    const position = positionOf(value);
    return position !== undefined && isOnGlobe(position) ? position : undefined;
  },
  reason: 'Value is not a geo point',
};

/**
 * Makes a function that reads a variable from a slot's payload, or from its default where there is no value or only null. A
 * list of one element counts as that element.
 *
 * A server takes the default for null where the key has an index, which knows of no null (qdrant/qdrant
 * lib/segment/src/index/query_optimization/rescore_formula/value_retriever.rs); here an index changes nothing.
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
