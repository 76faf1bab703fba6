import type { Failure } from '../../../src/web/contract.ts';
import { RequestFailure } from './request-failure.ts';

export interface RequestOptions {
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Sends a request to the server and returns the response if it is successful.
 *
 * @throws {RequestFailure} When the server refuses the request or does not respond.
 * @throws The reason of the signal when it is aborted.
 */
export async function sendRequest(
  path: string,
  { method = 'GET', body, signal }: RequestOptions = {},
): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw unreachable(error);
  });
  if (!response.ok) throw await readFailure(response);
  return response;
}

/** Returns the failure for a connection that could not be opened or was interrupted. */
export function unreachable(cause: unknown): RequestFailure {
  return new RequestFailure(
    'The demo does not respond. Check that it still runs in its terminal, then try again.',
    'unreachable',
    { cause },
  );
}

async function readFailure(response: Response): Promise<RequestFailure> {
  const failure = (await response.json().catch(() => undefined)) as Partial<Failure> | undefined;
  const message = failure?.error?.message ?? `The demo returned status ${response.status}. Try again.`;
  return new RequestFailure(message, failure?.error?.code ?? `status_${response.status}`);
}
