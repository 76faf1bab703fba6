import {
  InvalidArgumentError,
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

/** Codes of connections that fail: of Node.js, and of its `fetch` (undici). */
const connectionCodes =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(?:HOST|NET)(?:UNREACH|DOWN)|UND_ERR_(?:SOCKET|CLOSED|DESTROYED|\w+_TIMEOUT))$/;

/** Statuses of a server that refuses every document for now, or until its key is corrected. */
const statusesOfServer = [401, 403, 408, 429];

/** Libraries wrap the error of a connection in a few of their own. */
const mostCauses = 8;

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
function isOfServer(error: unknown, causes = 0): boolean {
  if (typeof error !== 'object' || error === null || causes === mostCauses) return false;
  const { name, code, cause, status, statusCode = status } = error as Readonly<Record<string, unknown>>;
  if (typeof statusCode === 'number') return statusCode >= 502 || statusesOfServer.includes(statusCode);
  const isConnection = name === 'TimeoutError' || (typeof code === 'string' && connectionCodes.test(code));
  return isConnection || isOfServer(cause, causes + 1);
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
