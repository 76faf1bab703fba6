import { followSignal, onAbort, type OwnSignal } from '@x/core';
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

/** Aborted when the client is gone, or the server closes; dispose of it when the request is answered. */
export function requestSignal({ closing }: ApiParts, context: Context): OwnSignal {
  const own = followSignal(closing);
  // The request's own signal ends with the request.
  onAbort(context.req.raw.signal, (reason) => own.abort(reason));
  return own;
}
