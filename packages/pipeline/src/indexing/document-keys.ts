import { createHash } from 'node:crypto';

import { canonicalUuid, type PointId } from '@x/core';

/**
 * Returns the same key for all spellings of an id: of a UUID, and of an integer as number or bigint. The text '1' and the integer 1
 * have different keys.
 */
export function documentKey(id: PointId): string {
  return typeof id === 'string' ? (canonicalUuid(id) ?? `text:${id}`) : String(id);
}

/** Returns a hash that changes with any part of `content`, whose values are results of {@link plainContent}. */
export function contentHash(content: {
  readonly payload: unknown;
  readonly settings: unknown;
  readonly text: string;
}): string {
  const { payload, settings, text } = content;
  // The order of the keys is part of stored hashes.
  return createHash('sha256').update(JSON.stringify({ payload, settings, text })).digest('hex').slice(0, 32);
}
