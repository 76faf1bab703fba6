import { InvalidArgumentError } from '@x/core';
import type { ProxySettings } from '../environment.ts';

/** A `fetch` and what must be closed after its use. */
export interface Connection extends AsyncDisposable {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * The caller's `fetch`, else the global one; where the environment names a proxy, one that goes through it.
 *
 * Node 20's own `fetch` knows no proxies, so undici's is used then, which is loaded for that only.
 *
 * @throws {InvalidArgumentError} for a proxy that is no HTTP address; the message does not show it, since it may hold a password.
 */
export async function openConnection(
  fetch: typeof globalThis.fetch | undefined,
  proxy: ProxySettings,
): Promise<Connection> {
  const direct = { fetch: fetch ?? globalThis.fetch, [Symbol.asyncDispose]: async () => undefined };
  const { httpProxy, httpsProxy, noProxy } = proxy;
  if (fetch !== undefined || (httpProxy ?? httpsProxy) === undefined) return direct;
  for (const [parameter, value] of Object.entries({ HTTP_PROXY: httpProxy, HTTPS_PROXY: httpsProxy })) {
    if (value !== undefined && !/^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) {
      throw new InvalidArgumentError({ parameter, value: undefined, expected: 'an http or https address' });
    }
  }
  const undici = await import('undici');
  // An empty string keeps undici from reading the environment itself, whose rules for empty variables differ.
  const agent = new undici.EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
  });
  const viaProxy = (input: string | URL | Request, init?: RequestInit): Promise<unknown> =>
    undici.fetch(input as string, { ...(init as object), dispatcher: agent });
  return {
    // The two libraries are one: Node's fetch is undici's, but each has classes of its own.
    fetch: viaProxy as typeof globalThis.fetch,
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
