import {
  causesOf,
  InvalidArgumentError,
  isConnectionCode,
  PipelineStageError,
  refusesContent,
  RemoteModelError,
  VectorStoreError,
  XError,
} from '@x/core';

/** Codes of errors after which a model reads no text at all. */
const lostModels = [
  'DISPOSED',
  'DOWNLOAD',
  'MODEL_FILE',
  'MODEL_UNAVAILABLE',
  'NATIVE_LIBRARY',
  'UNKNOWN_MODEL',
  'UNSUPPORTED_EXECUTION_PROVIDER',
];

/** Statuses of a server that refuses every document for now, or until its key is corrected. */
const statusesOfServer = [401, 403, 408, 429];

/**
 * Returns true when one document may be the cause of an error, so that the others can still be indexed. A server that asks to wait, a lost
 * connection and a model that cannot be used concern every document.
 */
export function isOfOneDocument(error: unknown): error is PipelineStageError {
  if (!PipelineStageError.isInstance(error)) return false;
  const { stage, cause } = error;
  if (stage === 'store') return InvalidArgumentError.isInstance(cause) || isRefusalOfStore(cause);
  if (stage !== 'chunk' && stage !== 'embed') return false;
  if (RemoteModelError.isInstance(cause) || VectorStoreError.isInstance(cause)) return isLasting(cause);
  return XError.isInstance(cause) ? !lostModels.includes(cause.code) : !isOfServer(cause);
}

/**
 * Returns true when an error of a chunker or embedder of the caller's own says that its server failed: no connection, a timeout, or a status that
 * cannot be about one document, unlike 404, 415 or 500. Client libraries call the status `status` or `statusCode`.
 */
function isOfServer(error: unknown): boolean {
  for (const cause of causesOf(error)) {
    if (typeof cause !== 'object' || cause === null) return false;
    const { name, code, status, statusCode = status } = cause as Readonly<Record<string, unknown>>;
    if (typeof statusCode === 'number') return statusCode >= 502 || statusesOfServer.includes(statusCode);
    if (name === 'TimeoutError' || (typeof code === 'string' && isConnectionCode(code))) return true;
  }
  return false;
}

/** A store's error without a status concerns its files or its connection. */
function isRefusalOfStore(cause: unknown): boolean {
  return VectorStoreError.isInstance(cause) && cause.status !== undefined && isLasting(cause);
}

/** An error of a model without a status may be an invalid response to one text. */
function isLasting({ isRetryable, retryAfterMs, status }: RemoteModelError | VectorStoreError): boolean {
  if (isRetryable || retryAfterMs !== undefined) return false;
  // After any other status, the server refuses every document.
  return status === undefined || refusesContent(status);
}
