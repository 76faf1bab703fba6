import {
  InferenceError,
  InvalidArgumentError,
  PipelineStageError,
  RemoteModelError,
  VectorStoreError,
  XError,
} from '@x/core';

/** Codes of errors whose messages are written without the text of a document. */
const quotableCodes = [
  'DISPOSED',
  'DOWNLOAD',
  'MODEL_FILE',
  'MODEL_UNAVAILABLE',
  'NATIVE_LIBRARY',
  'NON_FINITE_OUTPUT',
  'QUEUE',
  'SEQUENCE_TOO_LONG',
  'SHAPE_MISMATCH',
  'UNKNOWN_MODEL',
  'UNSUPPORTED_EXECUTION_PROVIDER',
];
/** Statuses with which a server refuses a key, an address or the rate of requests. With others, it may quote what the request contains. */
const quotableStatuses = [401, 404, 429];

/**
 * Returns the reason of a failure without the text of a document: the name of the error, and its message if it cannot quote a document.
 * Otherwise the code, the status and the place in the code help to find the cause.
 */
export function describeFailure(error: unknown): string {
  const inner = innermost(error);
  const message = quotableMessage(inner);
  return message === undefined ? describeWithoutMessage(inner) : `${(inner as Error).name}: ${message}`;
}

/** Returns the reason why a document was rejected, like {@link describeFailure}, but without the name of an error that has a message. */
export function describeRejection(error: unknown): string {
  const inner = innermost(error);
  return quotableMessage(inner) ?? describeWithoutMessage(inner);
}

/** Returns the error that stages of a pipeline failed with. */
export function innermost(error: unknown): unknown {
  return PipelineStageError.isInstance(error) && error.cause !== undefined ? innermost(error.cause) : error;
}

/** Returns the HTTP status of an error, if it has one. */
export function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

function quotableMessage(error: unknown): string | undefined {
  if (InvalidArgumentError.isInstance(error)) {
    // The message contains the value.
    const fact = `${error.parameter} must be ${error.expected}`;
    return error.advice === undefined ? fact : `${fact}. ${error.advice}`;
  }
  if (!(error instanceof Error)) return undefined;
  return isQuotable(error) ? error.message : undefined;
}

function isQuotable(error: Error): boolean {
  if (VectorStoreError.isInstance(error) || RemoteModelError.isInstance(error)) {
    const { status, isRetryable } = error;
    return status === undefined ? isRetryable : quotableStatuses.includes(status);
  }
  // BM25 calls a tokenizer of the user, and quotes its errors.
  if (InferenceError.isInstance(error)) return error.model !== 'Qdrant/bm25';
  if (XError.isInstance(error)) return quotableCodes.includes(error.code);
  // Messages of failed system calls come from Node.js and quote no document.
  return 'syscall' in error;
}

/** Returns for example `SyntaxError at file:///app/read.js:3:9` or `RemoteModelError (HTTP 400)`. */
function describeWithoutMessage(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const status = statusOf(error);
  const code = XError.isInstance(error) ? undefined : (codeOf(error) ?? codeOf(error.cause));
  const facts = [code, status === undefined ? undefined : `HTTP ${status}`].filter((fact) => fact !== undefined);
  const named = facts.length === 0 ? error.name : `${error.name} (${facts.join(', ')})`;
  const place = XError.isInstance(error) ? undefined : placeOf(error);
  return place === undefined ? named : `${named} at ${place}`;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : undefined;
}

/** Returns the file, the line and the column that threw an error. */
function placeOf({ stack, message }: Error): string | undefined {
  // The stack begins with the message, which may contain lines that look like places.
  const start = stack?.indexOf(message) ?? -1;
  if (stack === undefined || start === -1) return undefined;
  const frame = /\n\s+at (?:async )?(?:[^\n]*\()?(?!node:)([^()\n]+:\d+:\d+)/;
  return frame.exec(stack.slice(start + message.length))?.[1];
}
