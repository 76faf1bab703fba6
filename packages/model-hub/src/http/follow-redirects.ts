import type { Failure } from './retry.ts';

/** The response at the end of a chain of redirects, and the hash that the hub sent on the way. */
export interface Answer {
  readonly response: Response;
  /** URL of the response. It may be signed, so never show its query. */
  readonly url: string;
  /** The hash of the content (`X-Linked-Etag`), if the hub sent one. */
  readonly linkedEtag: string | undefined;
  /** The ETag of a response without redirects, if it looks like a hash. Servers may hash in another way than the hub, so it proves nothing. */
  readonly directEtag: string | undefined;
}

const maxRedirects = 10;
const redirectStatuses = [301, 302, 303, 307, 308];

/**
 * Requests `url` and follows redirects. `headersFor` creates the headers of each address, so that only the intended hosts receive the token with any
 * `fetch`.
 *
 * It fails for more than ten redirects, a redirect to another protocol than HTTP, and a redirect from https to http.
 */
export async function followRedirects(
  url: string,
  {
    init,
    headersFor,
    fetch,
  }: {
    readonly init: RequestInit;
    readonly headersFor: (url: string) => Headers;
    readonly fetch: typeof globalThis.fetch;
  },
): Promise<Answer | { readonly error: Failure }> {
  let address = url;
  let request = init;
  let linkedEtag: string | null = null;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const response = await fetch(address, { ...request, headers: headersFor(address), redirect: 'manual' });
    linkedEtag ??= response.headers.get('x-linked-etag');
    const location = redirectStatuses.includes(response.status) ? response.headers.get('location') : null;
    if (location === null) {
      const directEtag = redirects === 0 ? response.headers.get('etag') : null;
      return { response, url: address, linkedEtag: hashIn(linkedEtag), directEtag: hashIn(directEtag) };
    }
    await response.body?.cancel().catch(() => undefined);
    const next = URL.canParse(location, address) ? new URL(location, address) : undefined;
    const isAllowed = next?.protocol === 'https:' || (next?.protocol === 'http:' && address.startsWith('http:'));
    if (next === undefined || !isAllowed) return refused(address, 'redirects to an address that is not safe to follow');
    // 307 and 308 keep the method; the others make any request a GET (Fetch standard, HTTP-redirect fetch).
    if (response.status < 304) request = { ...request, method: 'GET', body: null };
    address = next.href;
  }
  return refused(url, `redirects more than ${maxRedirects} times`);
}

/** Returns the SHA-1 or SHA-256 that an ETag contains; `undefined` for other ETags. */
function hashIn(etag: string | null): string | undefined {
  return /^(?:W\/)?"?([0-9a-f]{40}|[0-9a-f]{64})"?$/.exec(etag ?? '')?.[1];
}

/** Returns the address without the query, which contains the secret of a signed address. */
export function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

function refused(address: string, what: string): { readonly error: Failure } {
  const message = `The hub ${what}. Check the endpoint and the proxy.`;
  return { error: { url: withoutQuery(address), message, isRetryable: false } };
}
