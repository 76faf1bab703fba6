import { types } from 'node:util';

import { isPlainObject } from '@x/core';

/** A value that JSON text would drop or change, and its path within the item: `.payload.tags[1]`, or an empty text for the item itself. */
export interface JsonFault {
  readonly path: string;
  readonly value: unknown;
}

/** Deeper items would overflow the stack. */
const maxLevels = 1000;

/**
 * Returns the first value that JSON text would drop or change: a bigint, NaN, a function, a map, a class instance, `undefined` in a list, or nesting
 * that is too deep, such as a cycle. Returns `undefined` when there is none. A `Date` and fields that are `undefined` are no faults.
 *
 * @example
 * findJsonFault({ payload: { size: NaN } }); // => { path: '.payload.size', value: NaN }
 */
export function findJsonFault(value: unknown, level = 0): JsonFault | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return undefined;
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return undefined;
  if (level === maxLevels) return { path: '', value };
  if (Array.isArray(value)) {
    // Unlike `forEach`, `entries` visits the holes of a sparse array.
    return firstFault(value.entries(), (index) => `[${index}]`, level);
  }
  if (!isPlainObject(value)) return { path: '', value };
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return firstFault(fields, (name) => `.${name}`, level);
}

function firstFault<Key>(
  children: Iterable<readonly [Key, unknown]>,
  toPath: (key: Key) => string,
  level: number,
): JsonFault | undefined {
  for (const [key, child] of children) {
    const fault = findJsonFault(child, level + 1);
    if (fault !== undefined) return { path: toPath(key) + fault.path, value: fault.value };
  }
  return undefined;
}
