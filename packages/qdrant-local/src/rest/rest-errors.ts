import { type ForeignHeader, VectorStoreError } from '@x/core';

// Statuses and messages of Qdrant's HTTP layer: src/actix/mod.rs, src/common/auth/mod.rs and actix-web's JSON payload errors.
// One deliberate difference: a body over the limit is a 413 here, while Qdrant sends 400.

/** 404: no operation has this method and path. */
export function routeNotFound(method: string, path: string, allowed: readonly string[]): VectorStoreError {
  const hint = allowed.length === 0 ? '' : ` This path has ${allowed.join(', ')}.`;
  return refusal(404, `Not found: there is no ${method} ${path}.${hint}`);
}

/** 400: a part of the path is not valid percent-encoding. */
export function malformedPath(part: string): VectorStoreError {
  return refusal(400, `Deserialize error in path parameters: "${part}" is not valid percent-encoded UTF-8`);
}

/** 401: the request has no key. */
export function keyRequired(): VectorStoreError {
  return refusal(401, 'Must provide an API key or an Authorization bearer token');
}

/** 401: the key is wrong. */
export function wrongKey(): VectorStoreError {
  return refusal(401, 'Invalid API key or JWT');
}

/** 403: a page of another site sent the request. */
export function foreignRequest({ header, value }: ForeignHeader): VectorStoreError {
  const advice =
    header === 'host'
      ? `Without a key this server accepts only the host names of this machine, not '${value}'. Use 127.0.0.1, or start the server with --allow-host or --api-key.`
      : `Without a key this server rejects pages of other sites, and the Origin of this request is '${value}'. Start the server with --api-key.`;
  return refusal(403, `Forbidden: ${advice}`);
}

/** 499: the client closed the connection before the response was ready. */
export function clientGone(): VectorStoreError {
  return refusal(499, 'The client closed the connection');
}

/** 400: a query parameter has an invalid value. */
export function wrongQueryParameter(name: string, expected: string): VectorStoreError {
  return refusal(400, `Deserialize error in query parameters: ${name} must be ${expected}`);
}

/** 422: a timeout of 0 seconds. */
export function timeoutTooShort(): VectorStoreError {
  return refusal(422, 'Validation error in query parameters: [timeout: value 0 invalid, must be 1 or larger]');
}

/** 415: a body from a page is not declared as JSON. */
export function wrongContentType(): VectorStoreError {
  return refusal(415, 'Payload error: Content type error, a page must send a body as application/json');
}

/** 415: a body has an unsupported encoding. */
export function wrongContentEncoding(encoding: string): VectorStoreError {
  return refusal(415, `Payload error: the content encoding ${encoding} is not supported; use gzip or deflate`);
}

/** 400: a body is not valid in its encoding. */
export function damagedBody(encoding: string, cause: unknown): VectorStoreError {
  return refusal(400, `Payload error: the body is not valid ${encoding}`, cause);
}

/** 413: a body exceeds the size limit. */
export function bodyTooLarge(limit: number): VectorStoreError {
  return refusal(
    413,
    `Payload error: JSON payload is larger than allowed (limit: ${limit} bytes, the option maxBodyBytes).`,
  );
}

/** 400: the connection ended in the middle of a body. */
export function incompleteBody(cause: unknown): VectorStoreError {
  return refusal(400, 'Payload error: the connection ended before the body did', cause);
}

/** 400: the body is not valid JSON. */
export function malformedJson(detail: string, cause?: unknown): VectorStoreError {
  return refusal(400, `Format error in JSON body: ${detail}`, cause);
}

function refusal(status: number, message: string, cause?: unknown): VectorStoreError {
  return new VectorStoreError({ message, operation: 'serve', status, ...(cause === undefined ? {} : { cause }) });
}
