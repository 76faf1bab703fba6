import { findForeignHeader } from '@x/core';
import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

// The only address that the demo listens on (start-web-server.ts).
const server = { address: '127.0.0.1', needsKey: false } as const;

/**
 * Refuses what a page of another site sent through the visitor's browser, by its `Host` and `Origin`; a change, by `Sec-Fetch-Site`, too. Programs send
 * neither of the last two and are let through.
 */
export function refuseForeign(): MiddlewareHandler {
  return async ({ req }, next) => {
    const found = findForeignHeader({ host: req.header('host'), origin: req.header('origin') }, server);
    if (found?.header === 'host') {
      const message = 'This page is for this machine alone: open it as 127.0.0.1 or localhost.';
      throw new RequestFailure({ status: 403, code: 'FOREIGN_HOST', message });
    }
    const isChange = req.method !== 'GET' && req.method !== 'HEAD';
    const isFromElsewhere = isChange && (req.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin';
    if (found !== undefined || isFromElsewhere) {
      const message = 'Requests from other pages are refused: use the page at this address.';
      throw new RequestFailure({ status: 403, code: 'FOREIGN_ORIGIN', message });
    }
    await next();
  };
}
