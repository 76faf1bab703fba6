import { DisposedError, VectorStoreError } from '@x/core';

/** The status and the sentence with which a failed call is answered. */
export interface Failure {
  readonly status: number;
  readonly message: string;
}

/** What a client is told of an error. Of one that nobody expected it learns nothing but that it happened. */
export function describeFailure(error: unknown): Failure {
  if (VectorStoreError.isInstance(error)) {
    const { status, message } = error;
    return status === undefined ? { status: 500, message: `Service internal error: ${message}` } : { status, message };
  }
  if (DisposedError.isInstance(error)) return { status: 503, message: 'Service unavailable: the server is closing' };
  return { status: 500, message: 'Service internal error' };
}
