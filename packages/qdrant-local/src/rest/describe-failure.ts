import { DisposedError, VectorStoreError } from '@x/core';

/** The status and message of the response to a failed call. */
export interface Failure {
  readonly status: number;
  readonly message: string;
}

/** Returns the response to an error. The response to an unexpected error does not reveal its message. */
export function describeFailure(error: unknown): Failure {
  if (VectorStoreError.isInstance(error)) {
    const { status, message } = error;
    return status === undefined ? { status: 500, message: `Service internal error: ${message}` } : { status, message };
  }
  if (DisposedError.isInstance(error)) return { status: 503, message: 'Service unavailable: the server is closing' };
  return { status: 500, message: 'Service internal error' };
}
