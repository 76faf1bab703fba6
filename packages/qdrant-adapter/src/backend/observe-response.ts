import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/** Status and Retry-After header of a response, as received from the server. */
export interface ObservedResponse {
  status?: number;
  retryAfter?: string;
}

/**
 * Runs a request and writes the status and the Retry-After header of its response to `observed`.
 *
 * The official client loses them. It reads only the first character of Retry-After ("12" becomes 1), fails on a date in it, and drops the status of
 * a response with broken JSON. Node's fetch publishes each response on a diagnostics channel, so both can be read there without changing the
 * request. When nothing is published, `observed` stays empty.
 */
export function observeResponse<Result>(observed: ObservedResponse, request: () => Promise<Result>): Promise<Result> {
  startListening();
  return context.run(observed, request);
}

const context = new AsyncLocalStorage<ObservedResponse>();
const observedByRequest = new WeakMap<object, ObservedResponse>();
let isListening = false;

/** Subscribes once per process. Requests of other code are not in the map and are ignored. */
function startListening(): void {
  if (isListening) return;
  isListening = true;
  subscribe('undici:request:create', (message) => {
    const observed = context.getStore();
    if (observed !== undefined) observedByRequest.set((message as { request: object }).request, observed);
  });
  subscribe('undici:request:headers', (message) => {
    const { request, response } = message as { request: object; response: { statusCode: number; headers: unknown } };
    const observed = observedByRequest.get(request);
    if (observed === undefined) return;
    observed.status = response.statusCode;
    const retryAfter = headerValue(response.headers, 'retry-after');
    if (retryAfter !== undefined) observed.retryAfter = retryAfter;
  });
}

/** Headers are published as a flat list of names and values, as bytes. */
function headerValue(headers: unknown, name: string): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  const position = headers.findIndex((entry, index) => index % 2 === 0 && String(entry).toLowerCase() === name);
  return position === -1 ? undefined : String(headers[position + 1]);
}
