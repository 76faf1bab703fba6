import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createAdaptorServer } from '@hono/node-server';
import { prepareDrain } from '@x/core/http';
import { ProgramError } from '@x/core/program';

import type { WebDemo } from './demo/web-demo.ts';
import { createWebApp } from './http/create-web-app.ts';

/** Options of {@link startWebServer}. */
export interface WebServerOptions {
  readonly demo: WebDemo;
  /** The TCP port. 0 chooses a free port. @default 4173, or a free port if it is in use */
  readonly port?: number | undefined;
  /** The folder of the built page. @default `dist/page` of this package */
  readonly pageDirectory?: string;
  /** Milliseconds between two heartbeats of the events. @default 15,000 */
  readonly heartbeatMs?: number;
  /** Receives internal errors of the demo. */
  readonly onError: (error: unknown) => void;
}

/** The running server of the demo. */
export interface WebServer extends AsyncDisposable {
  readonly url: string;
  /** Cancels running requests and accepts no more. Resolves when every connection is closed. Idempotent. */
  close(): Promise<void>;
}

const builtPage = fileURLToPath(new URL('../page', import.meta.url));
const usualPort = 4173;
/** How long a closing server waits for the responses to canceled requests, in milliseconds. */
const closeMs = 1_000;

/** Serves the demo on this machine only. @throws {ProgramError} when the requested port is not available. */
export async function startWebServer({
  demo,
  port,
  pageDirectory = builtPage,
  heartbeatMs = 15_000,
  onError,
}: WebServerOptions): Promise<WebServer> {
  const closing = new AbortController();
  const isBuilt = existsSync(join(pageDirectory, 'index.html'));
  const parts = { demo, closing: closing.signal, heartbeatMs, onError };
  const app = createWebApp({ ...parts, pageDirectory: isBuilt ? pageDirectory : undefined });
  // Leaves the global Request and Response of Node.js in place for the rest of the process.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  const drain = prepareDrain(server, closeMs);
  if (port !== undefined) await listen(server, port).catch(() => Promise.reject(portTaken(port)));
  else await listen(server, usualPort).catch(() => listen(server, 0));
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing.abort();
    return (closed ??= drain());
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, close, [Symbol.asyncDispose]: close };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** Not an InvalidArgumentError: its exit code would blame the command line, which is correct. */
function portTaken(port: number): ProgramError {
  return new ProgramError(`port must be a free port, but is ${port}. Pass 0 to use any free port.`);
}
