import { findForeignHeader, type ForeignHeader, type ListeningServer } from '@x/core';
import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

/** Refuses requests that a page of another site sends through a browser on this machine. */
export function refuseForeign(serverOf: () => ListeningServer): MiddlewareHandler {
  return async ({ req }, next) => {
    const found = findForeignHeader({ host: req.header('host'), origin: req.header('origin') }, serverOf());
    if (found !== undefined) throw new RequestFailure({ status: 403, message: adviceOn(found) });
    await next();
  };
}

function adviceOn({ header, value }: ForeignHeader): string {
  return header === 'host'
    ? `Without a key, this server only answers requests to the names of this machine, not to '${value}'. Use 127.0.0.1, or start the server with --allow-host or --api-key.`
    : `Without a key, this server only answers its own pages, but the Origin of this request is '${value}'. Start the server with --cors and that origin, or with --api-key.`;
}
