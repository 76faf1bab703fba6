import { createHash, timingSafeEqual } from 'node:crypto';

import { InvalidArgumentError } from '@x/core';
import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

// Reading these routes returns nothing secret. The page has a field for the key.
const open = new Set(['/', '/docs', '/health', '/openapi.json', '/ping', '/ready']);

/**
 * Refuses requests without one of the keys in `Authorization: Bearer`. It compares the keys in constant time. The health checks, the
 * description and the page at `/docs` need no key. Without keys, all requests pass.
 */
export function requireApiKey(keys: readonly string[]): MiddlewareHandler {
  const hashes = keys.map(hashOf);
  return async (context, next) => {
    const { method, path } = context.req;
    const isOpen = (method === 'GET' || method === 'HEAD') && open.has(path);
    if (hashes.length > 0 && !isOpen) {
      const key = /^Bearer +(.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
      const given = hashOf(key ?? '');
      // Compares every key, so that the time does not reveal which key matched.
      const matches = hashes.filter((hash) => timingSafeEqual(hash, given));
      if (matches.length === 0) {
        throw new RequestFailure({
          status: 401,
          message:
            key === undefined
              ? 'This route needs an API key: send the header `Authorization: Bearer KEY`.'
              : 'The API key is wrong. Send a key of this server in the header `Authorization: Bearer KEY`.',
        });
      }
    }
    await next();
  };
}

/**
 * Checks that clients can send each key and that an absent header matches none of them. A key consists of at least one printable ASCII
 * character and has no white space around it.
 *
 * @throws {InvalidArgumentError} naming the index of the first invalid key. The message never contains a key.
 */
export function requireApiKeys(keys: readonly unknown[]): void {
  for (const [index, key] of keys.entries()) {
    if (typeof key === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)) continue;
    const value = typeof key !== 'string' ? key : key === '' ? '' : '(hidden)';
    const expected = 'a string of at least one printable ASCII character, without white space around it';
    throw new InvalidArgumentError({ parameter: `apiKeys[${index}]`, value, expected });
  }
}

/** Returns a hash of the key. All hashes have the same length, which `timingSafeEqual` requires. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
