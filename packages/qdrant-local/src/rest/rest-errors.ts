import { type ForeignHeader, VectorStoreError } from '@x/core';

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

/** 403: a page of another site sent it. */
export function foreignRequest({ header, value }: ForeignHeader): VectorStoreError {
  const advice =
    header === 'host'
      ? `Without a key this server answers to the names of this machine, not to '${value}'. Ask for 127.0.0.1, or start it with --allow-host or --api-key.`
      : `Without a key this server answers no page of another site, and the Origin of this request is '${value}'. Start it with --api-key.`;
  return refusal(403, `Forbidden: ${advice}`);
}

/** 499: the client closed the connection before the answer was ready. */
export function clientGone(): VectorStoreError {
  return refusal(499, 'The client closed the connection');
}

/** 400: a query parameter has a value that its type does not have. */
export function wrongQueryParameter(name: string, expected: string): VectorStoreError {
  return refusal(400, `Deserialize error in query parameters: ${name} must be ${expected}`);
}

/** 422: a timeout of 0 seconds. */
export function timeoutTooShort(): VectorStoreError {
  return refusal(422, 'Validation error in query parameters: [timeout: value 0 invalid, must be 1 or larger]');
}

/** 415: a body that a page sends must say that it is JSON. */
export function wrongContentType(): VectorStoreError {
  return refusal(415, 'Payload error: Content type error, a page must send a body as application/json');
}

/** 415: a body that is compressed in another way than these. */
export function wrongContentEncoding(encoding: string): VectorStoreError {
  return refusal(415, `Payload error: the content encoding ${encoding} is not read, only gzip and deflate`);
}

/** 400: a body that is not what its encoding says. */
export function damagedBody(encoding: string, cause: unknown): VectorStoreError {
  return refusal(400, `Payload error: the body is not valid ${encoding}`, cause);
}

/** 413: a body of more bytes than allowed. */
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

/** 400: the body is no JSON. */
export function malformedJson(detail: string, cause?: unknown): VectorStoreError {
  return refusal(400, `Format error in JSON body: ${detail}`, cause);
}

function refusal(status: number, message: string, cause?: unknown): VectorStoreError {
  return new VectorStoreError({ message, operation: 'serve', status, ...(cause === undefined ? {} : { cause }) });
}
