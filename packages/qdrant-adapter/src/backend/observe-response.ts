import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/** What a server answered, whatever became of the answer further up. */
export interface ObservedResponse {
  status?: number;
  retryAfter?: string;
}

/**
 * Runs a request and notes the status and the Retry-After header of its response in `observed`.
 *
 * The official client loses them: it reads only the first character of Retry-After ("12" becomes 1), fails on its date form, and drops
 * the status of an answer whose JSON is broken. Node's fetch announces each response on a diagnostics channel, where it can be read without touching
 * the request. Where nothing is announced, `observed` stays empty.
 */
export function observeResponse<Result>(observed: ObservedResponse, request: () => Promise<Result>): Promise<Result> {
  startListening();
  return context.run(observed, request);
}

const context = new AsyncLocalStorage<ObservedResponse>();
const observedByRequest = new WeakMap<object, ObservedResponse>();
let isListening = false;

/** Listens once for the whole process; requests of others are looked up and found absent, nothing more. */
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

/** Headers are announced as a flat list of names and values, as bytes. */
function headerValue(headers: unknown, name: string): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  const position = headers.findIndex((entry, index) => index % 2 === 0 && String(entry).toLowerCase() === name);
  return position === -1 ? undefined : String(headers[position + 1]);
}
