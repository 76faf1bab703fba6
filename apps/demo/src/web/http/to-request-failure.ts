import { InvalidArgumentError, PipelineStageError, XError } from '@x/core';

import { RequestFailure } from '../request-failure.ts';

/**
 * Converts any error to a failure for the caller. It contains the message of an error of the packages, but no details of an unexpected error.
 *
 * Any error after `signal` was aborted counts as the cancellation.
 */
export function toRequestFailure(error: unknown, signal: AbortSignal): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (signal.aborted) {
    return new RequestFailure({ status: 499, code: 'CANCELED', message: 'The request was canceled.', cause: error });
  }
  const cause = PipelineStageError.isInstance(error) ? error.cause : error;
  if (InvalidArgumentError.isInstance(cause)) {
    const { message, parameter } = cause;
    return new RequestFailure({ status: 422, code: 'INVALID', message, parameter, cause: error });
  }
  if (XError.isInstance(error)) {
    return new RequestFailure({ status: 500, code: error.code, message: error.message, cause: error });
  }
  const message = 'The demo failed because of an internal error. Its terminal shows the details.';
  return new RequestFailure({ status: 500, code: 'INTERNAL', message, cause: error });
}
