import { DownloadError } from '@x/core';

/** What a request to the hub needs besides its address. */
export interface HubFetchOptions {
  readonly repository: string;
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/**
 * A `fetch` for one repository: it adds the token for the endpoint only, honours the signal and resolves with successful
 * responses only.
 *
 * The token goes to addresses below the endpoint. When the endpoint redirects to another host, `fetch` itself drops the header (Fetch
 * standard, HTTP-redirect fetch, step 13). Retries will live here: every request of the package passes through.
 */
export function createHubFetch({
  repository,
  endpoint,
  token,
  fetch,
  signal,
}: HubFetchOptions): typeof globalThis.fetch {
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const headers = new Headers(init?.headers);
    if (token !== undefined && address.startsWith(`${endpoint}/`)) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(input, { ...init, headers, signal }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new DownloadError({
        url: withoutQuery(address),
        message: `${endpoint} could not be reached. ${network}`,
        cause,
      });
    });
    if (response.ok) return response;
    await response.body?.cancel();
    const { status } = response;
    const message = explain(status, response.headers.get('x-error-code'), repository);
    throw new DownloadError({ url: withoutQuery(address), status, message });
  };
}

const network = 'Check the connection and proxy, or set HF_ENDPOINT to a mirror.';

/** A signed address carries its secret in the query. */
function withoutQuery(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

// The codes are those of huggingface_hub 2.4.0, utils/_http.py, `hf_raise_for_status`.
function explain(status: number, errorCode: string | null, repository: string): string {
  if (errorCode === 'GatedRepo') {
    return `${repository} is gated: accept its licence on its page, then pass the token of that account (option token, or HF_TOKEN).`;
  }
  if (errorCode === 'RevisionNotFound') return `${repository} has no such revision. Check the revision.`;
  if (errorCode === 'EntryNotFound') return `${repository} has no such file. Check the file's name.`;
  if (status === 401 || status === 403) {
    return `${repository} is private, or does not exist: the hub answers both alike. Check the name and the token (option token, or HF_TOKEN).`;
  }
  if (status === 404) return `${repository} was not found. Check the name of the model and of its file.`;
  if (status === 429) return 'The hub received too many requests from here. Wait, or pass a token.';
  return status >= 500 ? 'The hub failed. Try again later.' : 'The hub refused the request.';
}
