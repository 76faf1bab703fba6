import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callObserver, VectorStoreError } from '@x/core';
import { prepareDrain } from '@x/core/http';

import { type AnswerOptions, answerRequest, type RestAnswer } from './answer-request.ts';
import { collectBody } from './read-body.ts';
import { clientGone } from './rest-errors.ts';

/** One completed request, without its content. */
export interface ServedRequest {
  readonly method: string;
  /** The path with its parameters in braces, such as `/collections/{collection_name}`; `undefined` for an unknown path. */
  readonly route: string | undefined;
  /** 499 when the client disconnected before a search was done. */
  readonly status: number;
  /** Milliseconds from the arrival of the request's headers to the end of the response. */
  readonly timeMs: number;
  /** The cause in this process, when `status` is 500 or 503. */
  readonly error?: unknown;
}

/** Options of {@link HttpListener}. */
export interface HttpListenerOptions extends AnswerOptions {
  readonly closeTimeoutMs: number;
  readonly onRequest: ((request: ServedRequest) => void) | undefined;
}

// Longer than clients keep unused connections (5 s in Python's httpx, 4 s in undici). With a shorter timeout, a client could send a
// request on a connection that the server is closing.
const keepAliveTimeout = 75_000;

/** The HTTP server of the REST API. The reason for using no library: docs/decisions/0066-qdrant-local-rest-on-node-http.md. */
export class HttpListener {
  #options: HttpListenerOptions;
  readonly #server: Server;
  readonly #drain: () => Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
    this.#server = createServer({ keepAliveTimeout }, (request, response) => void this.#exchange(request, response));
    this.#drain = prepareDrain(this.#server, options.closeTimeoutMs);
  }

  /** Starts listening. @throws {VectorStoreError} when the address is in use or unavailable. */
  async listen(port: number, host: string): Promise<{ url: string; port: number }> {
    this.#server.listen(port, host);
    try {
      await once(this.#server, 'listening');
    } catch (error) {
      throw new VectorStoreError({ message: whyNotListening(error, port, host), operation: 'serve', cause: error });
    }
    const { port: actualPort, address } = this.#server.address() as AddressInfo;
    // A name may mean this machine too, so the address decides which requests are foreign. The name itself is not.
    this.#options = { ...this.#options, host: address, allowedHosts: [...this.#options.allowedHosts, host] };
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`, port: actualPort };
  }

  /** Resolves when every connection has ended. Connections that do not end within the timeout are closed. */
  close(): Promise<void> {
    this.#closing ??= this.#server.listening ? this.#drain() : Promise.resolve();
    return this.#closing;
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = performance.now();
    const client = new AbortController();
    const ended = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) client.abort(clientGone());
        resolve();
      });
    });
    const { method = '', url = '', headers, socket } = request;
    const readBody = (): Promise<Uint8Array> => collectBody(request, this.#options.maxBodyBytes);
    const { route, status, ...answer } = await answerRequest(
      { method, url, headers, readBody, signal: client.signal },
      this.#options,
    );
    // The body was only partly read. The rest of it is not awaited.
    if (request.destroyed && !request.complete) socket.destroy();
    else await this.#send(response, { route, status, ...answer });
    await ended;
    callObserver(this.#options.onRequest, {
      method,
      route,
      status,
      timeMs: performance.now() - start,
      ...('error' in answer ? { error: answer.error } : {}),
    });
  }

  async #send(response: ServerResponse, { status, headers, body }: RestAnswer): Promise<void> {
    const length = body.reduce((total, part) => total + Buffer.byteLength(part), 0);
    response.writeHead(status, { ...headers, ...(status === 204 ? {} : { 'content-length': length }) });
    if (body.length <= 1) response.end(body[0]);
    // Rejects when the client has disconnected, which the response reports too.
    else await pipeline(Readable.from(body), response).catch(() => undefined);
  }
}

function whyNotListening(error: unknown, port: number, host: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is in use. Choose another port, or 0 for any free one.`;
  if (code === 'EACCES') return `Port ${port} of ${host} needs rights that this process does not have.`;
  return `The server cannot listen on port ${port} of ${host}: ${error instanceof Error ? error.message : String(error)}`;
}
