import { AsyncLocalStorage } from 'node:async_hooks';
import { withHeaders as withOfficialHeaders } from '@qdrant/js-client-rest';
import { requireKind, type ServerHeaders, serverHeaders } from '@x/core';

const none: ServerHeaders = { headers: {}, secrets: [] };
const context = new AsyncLocalStorage<ServerHeaders>();

/**
 * Runs a function whose calls of a {@link QdrantClient} send these headers to their servers, in addition to those of the client. Inner headers replace
 * outer ones with the same name. Errors show no values of headers.
 *
 * Unlike the function of the official client, it also applies to calls that the function makes after an `await`.
 *
 * @throws {InvalidArgumentError} when a header name or value is invalid, or `work` is not a function.
 * @example
 * const { points } = await withHeaders({ traceparent }, () => client.query('ships', { query: [1, 0] }));
 */
export function withHeaders<Result>(headers: Readonly<Record<string, string>>, work: () => Result): Result {
  requireKind(work, 'function', 'work');
  const added = serverHeaders({ origin: 'https://localhost', keyHeader: 'api-key', headers });
  const outer = contextHeaders();
  const all = {
    headers: { ...outer.headers, ...added.headers },
    secrets: [...new Set([...outer.secrets, ...added.secrets])],
  };
  return context.run(all, () => withOfficialHeaders({ ...added.headers }, work));
}

/** Returns the headers of the function that is running, with the values that errors must not show. */
export function contextHeaders(): ServerHeaders {
  return context.getStore() ?? none;
}

/** Returns a function that runs others with the headers of the function that is running now, or with their own if it has none. */
export function keepContextHeaders(): <Result>(work: () => Result) => Result {
  const headers = contextHeaders();
  return (work) => (headers === none ? work() : context.run(headers, work));
}

/** Calls the official client, which reads its own context only while it is called. */
export function sendWithContextHeaders<Result>(send: () => Result): Result {
  return withOfficialHeaders({ ...contextHeaders().headers }, send);
}
