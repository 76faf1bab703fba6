import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running Qdrant server that the environment of the tests names. */
export interface RealServer {
  readonly url: string;
  readonly apiKey: string | undefined;
  /** Replicas of each point in the collections of the tests, on a cluster. @default 1 */
  readonly copies?: number | undefined;
}

/** A server for one test, with an empty database. */
export interface Namespace extends AsyncDisposable {
  readonly url: string;
}

const { X_TEST_QDRANT: url, X_TEST_QDRANT_API_KEY: apiKey, X_TEST_QDRANT_COPIES: givenCopies } = process.env;

/** The server that `X_TEST_QDRANT` names; undefined when the tests start the server of the embedded engine. */
export const realServer: RealServer | undefined =
  url === undefined || url === ''
    ? undefined
    : { url, apiKey, copies: givenCopies === undefined ? 1 : Number(givenCopies) };

/**
 * Opens a namespace of a running server, which looks like an empty server. A proxy adds a prefix to the names of collections and aliases in requests,
 * and removes it from responses. Disposing deletes the collections.
 *
 * Everything else is forwarded byte for byte, so the numbers of a request stay as they were written. Names are changed only in paths and in alias
 * actions. A body that looks up another collection does not find it. With several replicas, new collections get that number of replicas, all of
 * which must confirm a write. A read of any replica then sees the write.
 */
export async function openNamespace(server: RealServer): Promise<Namespace> {
  const prefix = `x-test-${randomBytes(6).toString('hex')}-`;
  const proxy = createServer((request, response) => {
    // Some tests include clients that disconnect during a request.
    response.on('error', () => {});
    passOn(server, prefix, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      proxy.close();
      const { result } = (await (await call(server, 'GET', '/collections')).json()) as CollectionsAnswer;
      for (const { name } of result.collections.filter((collection) => collection.name.startsWith(prefix))) {
        await call(server, 'DELETE', `/collections/${encodeURIComponent(name)}`);
      }
    },
  };
}

interface CollectionsAnswer {
  readonly result: { readonly collections: readonly { readonly name: string }[] };
}

function call({ url: base, apiKey: key }: RealServer, method: string, path: string, body?: Buffer): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'api-key': key }) };
  const hasBody = body !== undefined && body.length > 0;
  return fetch(base.replace(/\/$/, '') + path, { method, headers, ...(hasBody && { body: new Uint8Array(body) }) });
}

async function passOn(
  server: RealServer,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = request.url!;
  const isAliasChange = /^\/collections\/aliases(\?|$)/.test(path);
  const isCreation = request.method === 'PUT' && /^\/collections\/[^/?]+(\?|$)/.test(path);
  const given = String(Buffer.concat(chunks));
  const changed = isAliasChange ? withPrefix(given, prefix) : isCreation ? withCopies(given, server.copies) : undefined;
  const body = changed === undefined ? Buffer.concat(chunks) : Buffer.from(changed);
  const target = isAliasChange ? path : path.replace(/^\/collections\/(?=.)/, `/collections/${prefix}`);
  const answer = await call(server, request.method!, target, body);
  const text = await answer.text();
  const retryAfter = answer.headers.get('retry-after');
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'text/plain',
    ...(retryAfter !== null && { 'retry-after': retryAfter }),
  });
  response.end((/^\/(collections|aliases)\/?(\?|$)/.test(path) ? ownOnly(text, prefix) : text).replaceAll(prefix, ''));
}

/** Inserts the number of replicas at the start of a body, which may be invalid JSON. */
function withCopies(body: string, copies = 1): string | undefined {
  if (copies === 1 || !/^\s*\{\s*"/.test(body) || body.includes('"replication_factor"')) return undefined;
  return body.replace('{', `{"replication_factor":${copies},"write_consistency_factor":${copies},`);
}

function withPrefix(actions: string, prefix: string): string {
  return actions.replaceAll(/("(?:collection_name|(?:old_|new_)?alias_name)"\s*:\s*")/g, `$1${prefix}`);
}

/** Removes the collections or aliases of other tests from a response that lists all. */
function ownOnly(text: string, prefix: string): string {
  const answer = JSON.parse(text) as { result?: Record<string, readonly Record<string, string>[]> };
  for (const [key, entries] of Object.entries(answer.result ?? {})) {
    answer.result![key] = entries.filter((entry) => Object.values(entry).some((name) => name.startsWith(prefix)));
  }
  return JSON.stringify(answer);
}
