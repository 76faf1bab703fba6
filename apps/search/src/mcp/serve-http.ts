import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { findForeignHeader } from '@x/core';

/** This machine only: the documents are its user's. */
const address = '127.0.0.1';

/** Options of {@link serveHttp}. */
export interface ServeHttpOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Names besides those of this machine that requests may be sent to. */
  readonly allowedHosts: readonly string[];
  readonly onError: (error: Error) => void;
}

/** A server that answers until it is disposed of. */
export interface HttpServer extends AsyncDisposable {
  /** Where the MCP endpoint is. */
  readonly url: string;
}

/** Serves MCP over streamable HTTP at `/mcp`. Requests of web pages, and such as were sent to a foreign name, are refused with 403. */
export async function serveHttp(
  create: () => McpServer,
  { port, allowedHosts, onError }: ServeHttpOptions,
): Promise<HttpServer> {
  const handler = createMcpHandler(create, { onerror: onError });
  const fetch = async (request: Request): Promise<Response> => {
    const [host, origin] = [request.headers.get('host') ?? undefined, request.headers.get('origin') ?? undefined];
    const foreign = findForeignHeader({ host, origin }, { address, needsKey: false, allowedHosts });
    if (foreign !== undefined) {
      const advice = foreign.header === 'host' ? ` Start it with --allow-host to take this name.` : '';
      return new Response(`Requests with ${foreign.header} ${foreign.value} are refused.${advice}\n`, { status: 403 });
    }
    if (new URL(request.url).pathname !== '/mcp') return new Response('The MCP endpoint is /mcp.\n', { status: 404 });
    return handler.fetch(request);
  };
  const server = createAdaptorServer({ fetch });
  server.listen(port, address);
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${taken}/mcp`,
    [Symbol.asyncDispose]: async () => {
      await handler.close();
      const closed = once(server, 'close');
      server.close();
      // Connections that are kept open for later requests would hold it.
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
