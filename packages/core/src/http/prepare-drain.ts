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
  const sockets = new Set<Socket>();
  // Keyed by response: a client that pipelines requests has several responses on one connection.
  const open = new Map<ServerResponse, Socket>();
  const lastAnswers = new WeakMap<Socket, number>();
  let isDraining = false;
  let accepted = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    accepted++;
    socket.once('close', () => sockets.delete(socket));
  });
  // This listener must run before the one that responds, which may respond immediately.
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    open.set(response, socket);
    if (isDraining) response.setHeader('connection', 'close');
    response.once('close', () => {
      open.delete(response);
      lastAnswers.set(socket, performance.now());
    });
  });
  const closeIdle = (unansweredSince: number): void => {
    const busy = new Set(open.values());
    for (const socket of sockets) {
      if (!busy.has(socket) && (lastAnswers.get(socket) ?? Infinity) <= unansweredSince) socket.destroy();
    }
  };
  // Each turn of the event loop accepts one waiting connection, and the next turn reads its request. Closing the server earlier would reset them.
  const acceptWaiting = async (): Promise<void> => {
    const end = performance.now() + graceMs;
    let before: number;
    do {
      before = accepted;
      await nextTurn();
      await nextTurn();
    } while (accepted > before && performance.now() < end);
  };
  return async () => {
    await acceptWaiting();
    isDraining = true;
    // Without this header, a client would send its next request on a connection that is about to close.
    for (const response of open.keys()) if (!response.headersSent) response.setHeader('connection', 'close');
    const closed = once(server, 'close');
    // `close` of an HTTP server would reset every idle connection, even one whose next request is on its way. In Bun, an HTTP server is not a
    // `net.Server`, so there is no alternative.
    if (server instanceof ConnectionServer) ConnectionServer.prototype.close.call(server);
    else (server as Server).close();
    closeIdle(performance.now() - graceMs);
    const grace = setTimeout(() => closeIdle(Infinity), graceMs);
    const end = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(grace);
    clearTimeout(end);
    // Release the resources that an HTTP server holds besides its connections.
    server.close();
  };
}
