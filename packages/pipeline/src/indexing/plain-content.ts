import { types } from 'node:util';

import { InvalidArgumentError, isPlainObject } from '@x/core';

/** The JSON parser of a server refuses more than 127 levels. The rest is for the request and for the pipeline's own record. */
const maxLevels = 120;

const plainData = 'plain JSON data or a Date';

/**
 * Copies a value as JSON represents it, with sorted keys. Undefined fields are left out, and a `Date` becomes its ISO text.
 *
 * @throws {InvalidArgumentError} naming the first path that JSON would change or drop: a map, a class instance, a typed array, a function, a number
 *   that is not finite, a bigint, undefined in a list, or too many levels. What a getter throws is thrown unchanged.
 */
export function plainContent(value: unknown, path: string, level = 0): unknown {
  if (isScalar(value)) return value;
  if (typeof value !== 'object' || value === null) throw refusal(value, path, plainData);
  if (level === maxLevels) throw refusal(value, path, `nested at most ${maxLevels} levels deep, without a cycle`);
  // Avoids building a path for each element of a long list of numbers.
  const copy = (child: unknown, pathOf: () => string) =>
    isScalar(child) ? child : plainContent(child, pathOf(), level + 1);
  if (Array.isArray(value) && !('toJSON' in value)) {
    // Unlike `map`, this visits the holes of a sparse array.
    return Array.from(value, (item: unknown, index) => copy(item, () => `${path}[${index}]`));
  }
  if (isPlainObject(value)) {
    const sorted: [string, unknown][] = [];
    for (const name of Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1))) {
      const field = value[name];
      if (field !== undefined) sorted.push([name, copy(field, () => `${path}.${name}`)]);
    }
    return Object.fromEntries(sorted);
  }
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return value.toISOString();
  throw refusal(value, path, plainData);
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function refusal(value: unknown, path: string, expected: string): InvalidArgumentError {
  const shown = types.isProxy(value) ? 'a Proxy' : value;
  return new InvalidArgumentError({ parameter: path, value: shown, expected });
}
