import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** Answers one request. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void;

/** A server on this machine whose answers are scripted, the last one again and again, and which keeps what it was asked. */
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

/** Answers with JSON, or with a text as it is. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** Answers with these vectors, whatever was asked. */
export function vectors(...embeddings: readonly unknown[]): Answer {
  return answer({ data: embeddings.map((embedding, index) => ({ index, embedding })) });
}

/** Retries without waiting, and what would have been waited. */
export function noWait() {
  const waits: number[] = [];
  const sleep = async (delayMs: number): Promise<void> => void waits.push(delayMs);
  return { waits, retry: { sleep, random: () => 1, now: () => Date.parse('2030-01-01T00:00:00Z') } };
}
