import { InvalidArgumentError, PipelineStageError, XError } from '@x/core';

import { RequestFailure } from '../request-failure.ts';

/**
 * What a caller is told of any error: the sentences of the packages as they are; of what nobody has foreseen only that it happened.
 *
 * An error after `signal` was aborted is the cancellation, whatever it looks like.
 */
export function toRequestFailure(error: unknown, signal: AbortSignal): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (signal.aborted) {
    return new RequestFailure({ status: 499, code: 'CANCELLED', message: 'The request was cancelled.', cause: error });
  }
  const cause = PipelineStageError.isInstance(error) ? error.cause : error;
  if (InvalidArgumentError.isInstance(cause)) {
    const { message, parameter } = cause;
    return new RequestFailure({ status: 422, code: 'INVALID', message, parameter, cause: error });
  }
  if (XError.isInstance(error)) {
    return new RequestFailure({ status: 500, code: error.code, message: error.message, cause: error });
  }
  const message = 'The demo failed, which is a mistake in it. The terminal that it runs in says more.';
  return new RequestFailure({ status: 500, code: 'INTERNAL', message, cause: error });
}
