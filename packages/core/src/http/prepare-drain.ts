import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as ConnectionServer, type Socket } from 'node:net';
import { requireTimeout } from '../guards/require-timeout.ts';
import { nextTurn } from '../next-turn.ts';

// How long a client may need to send its next request after a response: about a round trip over a wide-area network.
const graceMs = 250;

/**
 * Tracks the connections of a Node.js HTTP server from its start, and returns a function that closes the server without losing a request.
 *
 * The returned function stops accepting connections, closes idle ones, and lets every received request finish. Each response tells the client that
 * the connection closes. After `drainMs` milliseconds, the function closes all connections that are still open. Call it once.
 *
 * @param drainMs 0 to 2147483647.
 * @throws {InvalidArgumentError} when `drainMs` is out of range.
 * @example
 * const drain = prepareDrain(server, 10_000);
 * server.listen(8080);
 * process.once('SIGTERM', () => void drain());
 */
export function prepareDrain(server: Server, drainMs: number): () => Promise<void> {
  requireTimeout(drainMs, 'drainMs', { min: 0 });
  const connections = new Connections(server);
  return () => connections.drain(drainMs);
}

/** The connections of a server. */
class Connections {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Keyed by response: a client that pipelines requests has several responses on one connection. */
  readonly #open = new Map<ServerResponse, Socket>();
  readonly #lastAnswers = new WeakMap<Socket, number>();
  #accepted = 0;
  #isDraining = false;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      this.#accepted++;
      socket.once('close', () => this.#sockets.delete(socket));
    });
    // This listener must run before the one that responds, which may respond immediately.
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#open.set(response, socket);
      if (this.#isDraining) response.setHeader('connection', 'close');
      response.once('close', () => {
        this.#open.delete(response);
        this.#lastAnswers.set(socket, performance.now());
      });
    });
  }

  async drain(drainMs: number): Promise<void> {
    await this.#acceptWaiting();
    this.#isDraining = true;
    // Without this header, a client would send its next request on a connection that is about to close.
    for (const response of this.#open.keys()) if (!response.headersSent) response.setHeader('connection', 'close');
    const closed = once(this.#server, 'close');
    this.#stopListening();
    this.#closeIdle(performance.now() - graceMs);
    const grace = setTimeout(() => this.#closeIdle(Infinity), graceMs);
    const end = setTimeout(() => this.#server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(grace);
    clearTimeout(end);
    // Release the resources that an HTTP server holds besides its connections.
    this.#server.close();
  }

  /** Each turn of the event loop accepts one waiting connection, and the next turn reads its request. Closing the server earlier would reset them. */
  async #acceptWaiting(): Promise<void> {
    const end = performance.now() + graceMs;
    let before: number;
    do {
      before = this.#accepted;
      await nextTurn();
      await nextTurn();
    } while (this.#accepted > before && performance.now() < end);
  }

  /**
   * `close` of an HTTP server would reset every idle connection, even one whose next request is on its way. In Bun, an HTTP server is not a
   * `net.Server`, so there is no alternative.
   */
  #stopListening(): void {
    if (this.#server instanceof ConnectionServer) ConnectionServer.prototype.close.call(this.#server);
    else (this.#server as Server).close();
  }

  #closeIdle(unansweredSince: number): void {
    const busy = new Set(this.#open.values());
    for (const socket of this.#sockets) {
      if (!busy.has(socket) && (this.#lastAnswers.get(socket) ?? Infinity) <= unansweredSince) socket.destroy();
    }
  }
}
