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
 * Asks the server for `path` and returns its answer, once that says that all is well.
 *
 * @throws {RequestFailure} When the server refuses, or does not answer.
 * @throws The signal's reason, once it is aborted.
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

/** The failure of a connection that was not made, or broke off. */
export function unreachable(cause: unknown): RequestFailure {
  return new RequestFailure(
    'The demo does not answer. See whether it still runs in its terminal, then try again.',
    'unreachable',
    { cause },
  );
}

async function readFailure(response: Response): Promise<RequestFailure> {
  const failure = (await response.json().catch(() => undefined)) as Partial<Failure> | undefined;
  const message = failure?.error?.message ?? `The demo answered with status ${response.status}. Try again.`;
  return new RequestFailure(message, failure?.error?.code ?? `status_${response.status}`);
}
