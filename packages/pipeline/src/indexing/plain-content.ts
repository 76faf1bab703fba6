import { types } from 'node:util';

import { InvalidArgumentError, isPlainObject } from '@x/core';

/** Stores refuse fewer levels than that: a Qdrant server more than 127. Far more would overflow the stack here. */
const maxLevels = 1000;

const plainData = 'plain JSON data or a Date';

/**
 * Copies a value as JSON represents it, with sorted keys. Undefined fields are left out, a `Date` becomes its ISO text, and a bigint the text `1n`.
 *
 * @throws {InvalidArgumentError} naming the first path whose content JSON would drop: a map, a class instance, a typed array or a function; or
 *   nesting that is too deep, such as a cycle. What a getter throws is thrown unchanged.
 */
export function plainContent(value: unknown, path: string, level = 0): unknown {
  if (isScalar(value)) return value;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) throw refusal(value, path, plainData);
  if (level === maxLevels) throw tooDeep(value, path);
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

/** True for values that `JSON.stringify` writes as one value. The store decides whether NaN can be stored. */
function isScalar(value: unknown): boolean {
  return value === null || ['string', 'boolean', 'number', 'undefined'].includes(typeof value);
}

function tooDeep(value: object, path: string): InvalidArgumentError {
  // The whole path would be thousands of characters long.
  const start = path.split('.', 4).join('.');
  return refusal(value, start, `nested at most ${maxLevels} levels deep, without a cycle`);
}

function refusal(value: unknown, path: string, expected: string): InvalidArgumentError {
  const shown = types.isProxy(value) ? 'a Proxy' : value;
  return new InvalidArgumentError({ parameter: path, value: shown, expected });
}
