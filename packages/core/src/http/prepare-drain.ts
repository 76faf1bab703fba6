import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as ConnectionServer, type Socket } from 'node:net';
import { nextTurn } from '../next-turn.ts';

// How long a client that has just been answered may need to send its next request: about a round trip over a wide network.
const graceMs = 250;

/**
 * Watches an HTTP server of Node.js from its start, so that it can be closed without losing a request.
 *
 * The function that it gives takes no new connections, closes those that are idle, and answers every request that has come, each with word
 * that its connection ends. After `drainMs` milliseconds it closes what is still open. Call it once.
 *
 * @example
 * const drain = prepareDrain(server, 10_000);
 * server.listen(8080);
 * process.once('SIGTERM', () => void drain());
 */
export function prepareDrain(server: Server, drainMs: number): () => Promise<void> {
  const sockets = new Set<Socket>();
  // By response, because a client that does not wait for its answers has several on one connection.
  const open = new Map<ServerResponse, Socket>();
  const lastAnswers = new WeakMap<Socket, number>();
  let isDraining = false;
  let accepted = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    accepted++;
    socket.once('close', () => sockets.delete(socket));
  });
  // Before the listener that answers, which may do so at once.
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
  // Connections that wait are accepted one per turn of the event loop, and their requests read in the next. Closed before, they would be reset.
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
    // A client that believed its connection to live on would send its next request into a closed one.
    for (const response of open.keys()) if (!response.headersSent) response.setHeader('connection', 'close');
    const closed = once(server, 'close');
    // The close of an HTTP server would reset every connection between two requests, also those whose next one is on its way.
    // Bun has no other: its HTTP server is no server of connections.
    if (server instanceof ConnectionServer) ConnectionServer.prototype.close.call(server);
    else (server as Server).close();
    closeIdle(performance.now() - graceMs);
    const grace = setTimeout(() => closeIdle(Infinity), graceMs);
    const end = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(grace);
    clearTimeout(end);
    // Lets go of what an HTTP server keeps beside its connections.
    server.close();
  };
}
