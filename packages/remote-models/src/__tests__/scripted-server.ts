import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the server received. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** Responds to one request. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void;

/**
 * Starts a local server with scripted responses and records its requests.
 * After the last scripted response, the server repeats it for every further request.
 */
export async function scriptedServer(...answers: readonly Answer[]) {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || 'null') as Record<string, unknown>;
    const seen = { path: request.url!, headers: request.headers, body };
    requests.push(seen);
    answers[Math.min(requests.length, answers.length) - 1]!(response, seen);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/v1`, requests, [Symbol.asyncDispose]: close };
}

/** Responds with a JSON body; a string body is sent unchanged. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** Responds to every request with the given vectors. */
export function vectors(...embeddings: readonly unknown[]): Answer {
  return answer({ data: embeddings.map((embedding, index) => ({ index, embedding })) });
}

/** Returns a retry option that does not wait, and the list of delays it was given. */
export function noWait() {
  const waits: number[] = [];
  const sleep = async (delayMs: number): Promise<void> => void waits.push(delayMs);
  return { waits, retry: { sleep, random: () => 1, now: () => Date.parse('2030-01-01T00:00:00Z') } };
}
