import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Responds to one request, or leaves it without a response. */
export type Answer = (response: ServerResponse, request: ReceivedRequest) => void;

/** A local HTTP server that returns prepared responses in order and repeats the last one. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
}

export async function startScriptedServer(...answers: readonly Answer[]): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = incoming;
    const received = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
    requests.push(received);
    answers[Math.min(requests.length, answers.length) - 1]!(response, received);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Responds with a result in Qdrant's envelope. */
export function ok(result: unknown): Answer {
  return json(200, { result, status: 'ok', time: 0.000_1 });
}

/** Responds with an error in Qdrant's envelope. */
export function failure(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return json(status, { status: { error: message }, time: 0.000_1 }, headers);
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

export function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { ...headers });
    response.end(body);
  };
}
