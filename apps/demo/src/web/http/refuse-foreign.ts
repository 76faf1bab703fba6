import { findForeignHeader } from '@x/core';
import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

// The only address that the demo listens on (start-web-server.ts).
const server = { address: '127.0.0.1', needsKey: false } as const;

/**
 * Refuses requests that a page of another site sends through the visitor's browser. It checks `Host` and `Origin`, and for changes also
 * `Sec-Fetch-Site`. Programs send neither `Origin` nor `Sec-Fetch-Site` and are allowed.
 */
export function refuseForeign(): MiddlewareHandler {
  return async ({ req }, next) => {
    const found = findForeignHeader({ host: req.header('host'), origin: req.header('origin') }, server);
    if (found?.header === 'host') {
      const message = 'This page is only available on this machine. Open it as 127.0.0.1 or localhost.';
      throw new RequestFailure({ status: 403, code: 'FOREIGN_HOST', message });
    }
    const isChange = req.method !== 'GET' && req.method !== 'HEAD';
    const isFromElsewhere = isChange && (req.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin';
    if (found !== undefined || isFromElsewhere) {
      const message = 'Requests from other pages are refused. Use the page at this address.';
      throw new RequestFailure({ status: 403, code: 'FOREIGN_ORIGIN', message });
    }
    await next();
  };
}
