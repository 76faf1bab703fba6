import { VectorStoreError } from '@x/core';

// Statuses and sentences of Qdrant's HTTP layer: src/actix/mod.rs, src/common/auth/mod.rs and actix-web's JSON payload
// errors. One differs on purpose: a body over the limit is a 413 here, where Qdrant sends 400.

/** 404: no operation has this method and path. */
export function routeNotFound(method: string, path: string, allowed: readonly string[]): VectorStoreError {
  const hint = allowed.length === 0 ? '' : ` This path has ${allowed.join(', ')}.`;
  return refusal(404, `Not found: there is no ${method} ${path}.${hint}`);
}

/** 400: a part of the path is not valid percent-encoding. */
export function malformedPath(part: string): VectorStoreError {
  return refusal(400, `Deserialize error in path parameters: "${part}" is not valid percent-encoded UTF-8`);
}

/** 401: there is no key. */
export function keyRequired(): VectorStoreError {
  return refusal(401, 'Must provide an API key or an Authorization bearer token');
}

/** 401: the key is another one. */
export function wrongKey(): VectorStoreError {
  return refusal(401, 'Invalid API key or JWT');
}

/** 400: a query parameter has a value that its type does not have. */
export function wrongQueryParameter(name: string, expected: string): VectorStoreError {
  return refusal(400, `Deserialize error in query parameters: ${name} must be ${expected}`);
}

/** 422: a timeout of 0 seconds. */
export function timeoutTooShort(): VectorStoreError {
  return refusal(422, 'Validation error in query parameters: [timeout: value 0 invalid, must be 1 or larger]');
}

/** 400: a JSON body must say that it is one. */
export function wrongContentType(): VectorStoreError {
  return refusal(400, 'Payload error: Content type error, a body must be sent as application/json');
}

/** 415: a compressed body. */
export function wrongContentEncoding(): VectorStoreError {
  return refusal(415, 'Payload error: a body must be sent without Content-Encoding');
}

/** 413: a body of more bytes than allowed. */
export function bodyTooLarge(limit: number): VectorStoreError {
  return refusal(413, `Payload error: JSON payload is larger than allowed (limit: ${limit} bytes).`);
}

/** 400: the connection ended in the middle of a body. */
export function incompleteBody(cause: unknown): VectorStoreError {
  return refusal(400, 'Payload error: the connection ended before the body did', cause);
}

/** 400: the body is no JSON. */
export function malformedJson(detail: string, cause?: unknown): VectorStoreError {
  return refusal(400, `Format error in JSON body: ${detail}`, cause);
}

function refusal(status: number, message: string, cause?: unknown): VectorStoreError {
  return new VectorStoreError({ message, operation: 'serve', status, ...(cause === undefined ? {} : { cause }) });
}
