import { createHash } from 'node:crypto';

import type { PointId } from '@x/core';

import { canonicalUuid } from './point-ids.ts';

/**
 * Returns the same key for all spellings of an id: of a UUID, and of an integer as number or bigint. The text '1' and the integer 1
 * have different keys.
 */
export function documentKey(id: PointId): string {
  return typeof id === 'string' ? (canonicalUuid(id) ?? `text:${id}`) : String(id);
}

/** Returns a hash that changes with any part of `content`; the order of keys does not matter. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 32);
}

function canonicalJson(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
