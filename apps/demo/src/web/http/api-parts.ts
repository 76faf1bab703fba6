import type { Context } from 'hono';

import type { WebDemo } from '../demo/web-demo.ts';

/** What the API's routes stand on. */
export interface ApiParts {
  readonly demo: WebDemo;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** Milliseconds between two signs of life of the events. */
  readonly heartbeatMs: number;
  /** Hears of what is a mistake of the demo itself. */
  readonly onError: (error: unknown) => void;
}

/** Aborted when the client is gone, or the server closes. */
export function requestSignal({ closing }: ApiParts, context: Context): AbortSignal {
  return AbortSignal.any([context.req.raw.signal, closing]);
}
