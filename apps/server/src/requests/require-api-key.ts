import { createHash, timingSafeEqual } from 'node:crypto';

import { InvalidArgumentError } from '@x/core';
import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

// What they answer is the same for every server, or whether it is alive; the page has a field for the key.
const open = new Set(['/', '/docs', '/health', '/openapi.json', '/ready']);

/**
 * Refuses requests without one of the keys in `Authorization: Bearer`, compared in constant time; health checks, the description
 * and the page to try it need none. Without keys
 * everything is let through.
 */
export function requireApiKey(keys: readonly string[]): MiddlewareHandler {
  const hashes = keys.map(hashOf);
  return async (context, next) => {
    if (hashes.length > 0 && !open.has(context.req.path)) {
      const given = hashOf(/^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '');
      // All of them are compared, so that time does not tell which one was near.
      const matches = hashes.filter((hash) => timingSafeEqual(hash, given));
      if (matches.length === 0) {
        throw new RequestFailure({ status: 401, message: 'An API key is needed, in `Authorization: Bearer KEY`.' });
      }
    }
    await next();
  };
}

/**
 * Keys that a client can send, and nobody sends by leaving the header out: each is of printable ASCII characters, without white space around it.
 *
 * @throws {InvalidArgumentError} naming the first other one. No key is in the message.
 */
export function requireApiKeys(keys: readonly unknown[]): void {
  for (const [index, key] of keys.entries()) {
    if (typeof key === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)) continue;
    const value = typeof key !== 'string' ? key : key === '' ? '' : '(hidden)';
    const expected = 'a text of printable ASCII characters, at least one, without white space around it';
    throw new InvalidArgumentError({ parameter: `apiKeys[${index}]`, value, expected });
  }
}

/** Of equal length whatever the key is, as the comparison needs it. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
