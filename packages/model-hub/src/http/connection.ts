import { InvalidArgumentError } from '@x/core';
import type { ProxySettings } from '../environment.ts';

/** A `fetch` function, and its resources to close after use. */
export interface Connection extends AsyncDisposable {
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Returns the caller's `fetch`, or else one that uses the proxy in the environment, or else the global `fetch`.
 *
 * Node 20's own `fetch` does not support proxies. Undici's `fetch` does, and is loaded only for this purpose.
 *
 * @throws {InvalidArgumentError} for a proxy that is not an HTTP URL. The message does not show it, because it may contain a password.
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
      const expected = 'an http or https URL';
      const problem = () => `${parameter} is not ${expected}.`;
      const advice = 'Correct or remove this environment variable.';
      throw new InvalidArgumentError({ parameter, value: '(hidden)', expected, problem, advice });
    }
  }
  const undici = await import('undici');
  // An empty string prevents undici from reading the environment itself, for which its rules for empty variables differ.
  const agent = new undici.EnvHttpProxyAgent({
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: noProxy ?? '',
  });
  const viaProxy = (input: string | URL | Request, init?: RequestInit): Promise<unknown> =>
    undici.fetch(input as string, { ...(init as object), dispatcher: agent });
  return {
    // Node's `fetch` is undici's too, but the two copies have separate classes, hence the cast.
    fetch: viaProxy as typeof globalThis.fetch,
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
