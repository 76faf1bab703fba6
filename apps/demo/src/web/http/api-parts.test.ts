import { getEventListeners } from 'node:events';

import type { Context } from 'hono';
import { expect, it } from 'vitest';

import { type ApiParts, requestSignal } from './api-parts.ts';

function setup() {
  const [client, server] = [new AbortController(), new AbortController()];
  const own = requestSignal(
    { closing: server.signal } as ApiParts,
    { req: { raw: { signal: client.signal } } } as unknown as Context,
  );
  return { client, server, own };
}

it.each(['client', 'server'] as const)(
  'the signal of a request aborts when that of the %s aborts, with its reason',
  (who) => {
    const { own, ...controllers } = setup();
    controllers[who].abort('gone');
    expect(own.signal.reason).toBe('gone');
  },
);

it('an answered request leaves no listener on the signal of the server', () => {
  const { own, server } = setup();
  expect(getEventListeners(server.signal, 'abort')).toHaveLength(1);
  own[Symbol.dispose]();
  expect(getEventListeners(server.signal, 'abort')).toHaveLength(0);
});
