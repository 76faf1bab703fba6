import type { Server } from 'node:http';

import { createAdaptorServer } from '@hono/node-server';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { findForeignHeader } from '@x/core';
import { listen, prepareDrain } from '@x/core/http';

/** Only this machine may connect, because the documents belong to its user. */
const address = '127.0.0.1';

/** How long a closing server waits for open requests, in milliseconds. Connections that only listen for changes never end by themselves. */
const drainMs = 2000;

/** Options of {@link serveHttp}. */
export interface ServeHttpOptions {
  /** The TCP port. 0 chooses a free port. */
  readonly port: number;
  /** Host names that requests may use in addition to those of this machine. */
  readonly allowedHosts: readonly string[];
  readonly onError: (error: Error) => void;
}

/** A running server. Disposing of it lets open requests finish, then stops it. */
export interface HttpServer extends AsyncDisposable {
  /** The URL of the MCP endpoint. */
  readonly url: string;
}

/**
 * Serves MCP over streamable HTTP at `/mcp`. Refuses requests with a foreign `Host` or `Origin`, such as those of web pages, with 403.
 *
 * @throws {ProgramError} when the server cannot listen on the port.
 */
export async function serveHttp(
  create: () => McpServer,
  { port, allowedHosts, onError }: ServeHttpOptions,
): Promise<HttpServer> {
  const handler = createMcpHandler(create, { onerror: onError });
  const fetch = async (request: Request): Promise<Response> => {
    const [host, origin] = [request.headers.get('host') ?? undefined, request.headers.get('origin') ?? undefined];
    const foreign = findForeignHeader({ host, origin }, { address, needsKey: false, allowedHosts });
    if (foreign !== undefined) {
      const advice = foreign.header === 'host' ? ` To allow this name, start the server with --allow-host.` : '';
      return new Response(`Requests with ${foreign.header} ${foreign.value} are refused.${advice}\n`, { status: 403 });
    }
    if (new URL(request.url).pathname !== '/mcp') return new Response('The MCP endpoint is /mcp.\n', { status: 404 });
    return handler.fetch(request);
  };
  const server = createAdaptorServer({ fetch }) as Server;
  const drain = prepareDrain(server, drainMs);
  const { port: taken } = await listen(server, port, address);
  return {
    url: `http://${address}:${taken}/mcp`,
    [Symbol.asyncDispose]: async () => {
      await drain();
      await handler.close();
    },
  };
}
