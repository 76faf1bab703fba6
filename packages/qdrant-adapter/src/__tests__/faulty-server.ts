import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@x/qdrant-local/server';

/** A server in front of an engine. Its requests can fail in many ways that a network can. */
export interface FaultyServer extends AsyncDisposable {
  readonly url: string;
  /** URL of the engine itself, whose requests never fail. */
  readonly engineUrl: string;
  /** Returns the number of open connections. */
  connections(): Promise<number>;
}

/** Faults before the engine receives the request. */
const before = {
  refuse: (_request, response) => send(response, 503, {}),
  limitSeconds: (_request, response) => send(response, 429, { 'retry-after': '1' }),
  limitDate: (_request, response) => send(response, 429, { 'retry-after': 'Mon, 05 Jan 2026 10:00:20 GMT' }),
  timeOut: (_request, response) => send(response, 408, {}),
  reset: (request) => void request.socket.resetAndDestroy(),
  closeUnread: (request) => void request.socket.destroy(),
} satisfies Record<string, (request: IncomingMessage, response: ServerResponse) => void>;

/** Faults after the engine has executed the request. */
const after = {
  loseAnswer: (response) => void response.destroy(),
  cutOff: (response) => half(response, '{"result":', () => response.destroy()),
  wrongJson: (response) => {
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end('{"result": {"status": "acknow');
  },
  proxyPage: (response) => {
    response.writeHead(504, { 'content-type': 'text/html' });
    response.end('<html><h1>Gateway timeout</h1></html>');
  },
} satisfies Record<string, (response: ServerResponse) => void>;

/** Faults that last until the client gives up. */
const never = {
  slowHeaders: () => {},
  slowBody: (response) => half(response, '{"result":', () => {}),
} satisfies Record<string, (response: ServerResponse) => void>;

/** A fault of a request. */
export type Fault = keyof typeof before | keyof typeof after | keyof typeof never;

/** Faults that end by themselves, and faults that need a timeout. */
export const faults = {
  quick: [...Object.keys(before), ...Object.keys(after)] as Fault[],
  endless: Object.keys(never) as Fault[],
};

/** Starts the server. `nextFault` is called for each request. */
export async function startFaultyServer(
  nextFault: (request: IncomingMessage) => Fault | undefined,
  { closesConnections = false }: { readonly closesConnections?: boolean } = {},
): Promise<FaultyServer> {
  const engine = await serve({ port: 0 });
  const server = createServer((request, response) => {
    if (closesConnections) response.setHeader('connection', 'close');
    void answer(engine.url, request, response, nextFault(request));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    engineUrl: engine.url,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await engine.close();
    },
  };
}

async function answer(
  engineUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  // These tests include clients that disconnect during a request.
  response.on('error', () => {});
  if (fault === 'reset' || fault === 'closeUnread') return before[fault](request);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (fault !== undefined && fault in before) return before[fault as keyof typeof before](request, response);
  if (fault !== undefined && fault in never) return never[fault as keyof typeof never](response);
  const { method, url, headers } = request;
  const forwarded = forward(new URL(url!, engineUrl), { method, headers });
  forwarded.end(Buffer.concat(chunks));
  const [answered] = (await once(forwarded, 'response')) as [IncomingMessage];
  const parts: Buffer[] = [];
  for await (const part of answered) parts.push(part as Buffer);
  if (fault !== undefined && fault in after) return after[fault as keyof typeof after](response);
  response.writeHead(answered.statusCode!, { 'content-type': answered.headers['content-type'] ?? 'text/plain' });
  response.end(Buffer.concat(parts));
}

function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ status: { error: `Fault ${status}` }, time: 0 }));
}

/** Sends the beginning of a response whose content-length is larger. */
function half(response: ServerResponse, text: string, then: () => void): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write(text, then);
}
