import { findForeignHeader, type ForeignHeader, type ListeningServer } from '@x/core';
import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

/** Refuses what a page of another site sent through the browser of a person on this machine. */
export function refuseForeign(server: ListeningServer): MiddlewareHandler {
  return async ({ req }, next) => {
    const found = findForeignHeader({ host: req.header('host'), origin: req.header('origin') }, server);
    if (found !== undefined) throw new RequestFailure({ status: 403, message: adviceOn(found) });
    await next();
  };
}

function adviceOn({ header, value }: ForeignHeader): string {
  return header === 'host'
    ? `Without a key this server answers to the names of this machine, not to '${value}'. Ask for 127.0.0.1, or start it with --allow-host or --api-key.`
    : `Without a key this server answers its own pages, and the Origin of this request is '${value}'. Start it with --cors and that origin, or with --api-key.`;
}
