import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';
import { type OptionKinds, requireOptions } from '@x/core';
import { prepareDrain } from '@x/core/http';

import { type AppOptions, appOptionKinds, createApp } from './create-app.ts';

// Longer than the 60 s after which load balancers and HTTP clients commonly give up an idle connection: who closes first may cut off the other's next
// request.
const keepAliveMs = 75_000;

/** Options of {@link serve}. */
export interface ServeOptions extends Omit<AppOptions, 'address' | 'isReady'> {
  /** 0 takes a free port. @default 8080 */
  readonly port?: number;
  /** @default '127.0.0.1': this machine only */
  readonly host?: string;
  /** Milliseconds that open requests have to end when the server closes. @default 30,000 */
  readonly drainMs?: number;
}

const { address: _, isReady: __, ...sharedKinds } = appOptionKinds;
const serveKinds: OptionKinds<ServeOptions> = { ...sharedKinds, port: 'number', host: 'text', drainMs: 'number' };

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /**
   * Takes no new connections, closes idle ones, and resolves when the requests that have come are answered. Calling it again waits for the same
   * end.
   */
  close(): Promise<void>;
}

/**
 * Serves models over HTTP.
 *
 * @throws {InvalidArgumentError} naming an option that is unknown or of a wrong kind, or an entry of `apiKeys` or `allowedHosts` that cannot be one.
 * @throws {Error} with the code `EADDRINUSE` when the port is taken.
 */
export async function serve(serveOptions: ServeOptions): Promise<RunningServer> {
  const { port = 8080, host = '127.0.0.1', drainMs = 30_000, ...options } = requireOptions(serveOptions, serveKinds);
  let closing: Promise<void> | undefined;
  const app = createApp({ ...options, address: host, isReady: () => closing === undefined });
  // Request and Response stay Node's own for the rest of the process.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.keepAliveTimeout = keepAliveMs;
  const drain = prepareDrain(server, drainMs);
  server.listen(port, host);
  await once(server, 'listening');
  const { port: actualPort } = server.address() as AddressInfo;
  const close = (): Promise<void> => (closing ??= drain());
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shownHost}:${actualPort}`, port: actualPort, close, [Symbol.asyncDispose]: close };
}
