import type { Server } from 'node:http';

import { createAdaptorServer } from '@hono/node-server';
import { type OptionKinds, requireInteger, requireOptions } from '@x/core';
import { listen, prepareDrain } from '@x/core/http';

import { type AppOptions, appOptionKinds, createApp } from './create-app.ts';

// Load balancers and HTTP clients commonly close an idle connection after 60 s. A server that closes first may cut off the client's next
// request.
const keepAliveMs = 75_000;

/** Options of {@link serve}. */
export interface ServeOptions extends Omit<AppOptions, 'address' | 'isReady'> {
  /** The TCP port. 0 chooses a free port. @default 8080 */
  readonly port?: number;
  /** The address to listen on. @default '127.0.0.1': this machine only */
  readonly host?: string;
  /** How long a closing server waits for open requests, in milliseconds, 0 to 2147483647. @default 30,000 */
  readonly drainMs?: number;
}

const { address: _, isReady: __, ...sharedKinds } = appOptionKinds;
const serveKinds: OptionKinds<ServeOptions> = { ...sharedKinds, port: 'number', host: 'text', drainMs: 'number' };

/** A server that accepts connections. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /**
   * Accepts no new connections, closes idle ones, and resolves when the received requests are answered. Further calls return the same promise.
   */
  close(): Promise<void>;
}

/**
 * Serves models over HTTP.
 *
 * @throws {InvalidArgumentError} when an option is unknown, of a wrong kind or out of range, or an entry of `apiKeys` or `allowedHosts` is invalid. The error names it.
 * @throws {ProgramError} with the code `EADDRINUSE` when the port is in use, or another code of Node.js when the server cannot listen.
 */
export async function serve(serveOptions: ServeOptions): Promise<RunningServer> {
  const { port = 8080, host = '127.0.0.1', drainMs = 30_000, ...options } = requireOptions(serveOptions, serveKinds);
  requireInteger(port, 'port', { min: 0, max: 65_535 });
  let closing: Promise<void> | undefined;
  // Replaced by the address behind a name once the server listens. The name itself is not foreign.
  let address = host;
  const allowedHosts = [...(options.allowedHosts ?? []), ...(isName(host) ? [host] : [])];
  const app = createApp({ ...options, allowedHosts, address: () => address, isReady: () => closing === undefined });
  // Leaves the global Request and Response of Node.js in place for the rest of the process.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  const drain = prepareDrain(server, drainMs);
  const { port: actualPort, ...listening } = await listen(server, port, host);
  ({ address } = listening);
  const close = (): Promise<void> => (closing ??= drain());
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${actualPort}`, port: actualPort, close, [Symbol.asyncDispose]: close };
}

function isName(host: string): boolean {
  return /^[\w.-]+$/.test(host);
}
