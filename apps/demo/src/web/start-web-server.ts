import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createAdaptorServer } from '@hono/node-server';
import { InvalidArgumentError } from '@x/core';
import { prepareDrain } from '@x/core/http';

import type { WebDemo } from './demo/web-demo.ts';
import { createWebApp } from './http/create-web-app.ts';

/** Options of {@link startWebServer}. */
export interface WebServerOptions {
  readonly demo: WebDemo;
  /** 0 takes a free one. @default 4173, or a free one where that is taken */
  readonly port?: number | undefined;
  /** Folder of the built page. @default `dist/page` of this package */
  readonly pageDirectory?: string;
  /** @default 15,000 */
  readonly heartbeatMs?: number;
  /** Hears of what is a mistake of the demo itself. */
  readonly onError: (error: unknown) => void;
}

/** The demo's server while it listens. */
export interface WebServer extends AsyncDisposable {
  readonly url: string;
  /** Cancels what is under way and takes no more; resolves when every connection is closed. Idempotent. */
  close(): Promise<void>;
}

const builtPage = fileURLToPath(new URL('../page', import.meta.url));
const usualPort = 4173;
/** Milliseconds that cancelled requests have to say so before their connections are cut. */
const closeMs = 1_000;

/** Serves the demo to this machine alone. @throws {InvalidArgumentError} when the port that was asked for is not to be had. */
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
  // Request and Response stay Node's own for the rest of the process.
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

function portTaken(port: number): InvalidArgumentError {
  return new InvalidArgumentError({ parameter: 'port', value: port, expected: 'free (0 takes any that is)' });
}
