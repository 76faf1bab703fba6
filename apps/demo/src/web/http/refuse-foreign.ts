import type { MiddlewareHandler } from 'hono';

import { RequestFailure } from '../request-failure.ts';

const ownNames = new Set(['127.0.0.1', 'localhost']);

/**
 * Refuses what another web site may have sent through the visitor's browser.
 *
 * A site whose name is made to point at this machine (DNS rebinding) is known by its `Host`, one that sends its own requests here by
 * `Sec-Fetch-Site` and `Origin`. Programs send neither of the two and are let through.
 */
export function refuseForeign(): MiddlewareHandler {
  return async ({ req }, next) => {
    const host = req.header('host') ?? '';
    if (!ownNames.has(hostnameOf(`http://${host}`))) {
      const message = 'This page is for this machine alone: open it as 127.0.0.1 or localhost.';
      throw new RequestFailure({ status: 403, code: 'FOREIGN_HOST', message });
    }
    const isChange = req.method !== 'GET' && req.method !== 'HEAD';
    if (isChange && !isSameOrigin(req.header('origin'), req.header('sec-fetch-site'), host)) {
      const message = 'Requests from other pages are refused: use the page at this address.';
      throw new RequestFailure({ status: 403, code: 'FOREIGN_ORIGIN', message });
    }
    await next();
  };
}

function isSameOrigin(origin: string | undefined, site: string | undefined, host: string): boolean {
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === `http://${host}`;
}

function hostnameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
