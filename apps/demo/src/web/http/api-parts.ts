import { followSignal, onAbort, type OwnSignal } from '@x/core';
import type { Context } from 'hono';

import type { WebDemo } from '../demo/web-demo.ts';

/** The parts that the routes of the API need. */
export interface ApiParts {
  readonly demo: WebDemo;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** Milliseconds between two heartbeats of the events. */
  readonly heartbeatMs: number;
  /** Receives internal errors of the demo. */
  readonly onError: (error: unknown) => void;
}

/** Returns a signal that is aborted when the client disconnects or the server closes. Dispose of it after the response is sent. */
export function requestSignal({ closing }: ApiParts, context: Context): OwnSignal {
  const own = followSignal(closing);
  // This listener needs no removal, because the signal of a request ends with the request.
  onAbort(context.req.raw.signal, (reason) => own.abort(reason));
  return own;
}
