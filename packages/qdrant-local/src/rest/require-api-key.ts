import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { keyRequired, wrongKey } from './rest-errors.ts';

/**
 * Checks the header `api-key`, or otherwise `Authorization: Bearer`, in a time that does not depend on the key.
 *
 * @throws {VectorStoreError} with status 401.
 */
export function requireApiKey(headers: IncomingHttpHeaders, apiKey: string): void {
  const given = keyOf(headers);
  if (given === undefined) throw keyRequired();
  // Digests have equal lengths, whatever the lengths of the keys.
  if (!timingSafeEqual(digest(given), digest(apiKey))) throw wrongKey();
}

function keyOf({ 'api-key': key, authorization }: IncomingHttpHeaders): string | undefined {
  if (typeof key === 'string') return key;
  return /^bearer (.*)$/i.exec(authorization ?? '')?.[1];
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
