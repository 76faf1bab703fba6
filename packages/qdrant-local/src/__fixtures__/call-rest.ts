import type { IncomingHttpHeaders } from 'node:http';

import { QdrantLocal } from '../api/qdrant-local.ts';
import { answerRequest } from '../rest/answer-request.ts';
import { stringifyExactJson } from '../wire/exact-json.ts';

/** Options of {@link callRest}. */
export interface CallRestOptions {
  /** JSON text, bytes, or any value that JSON can represent. */
  readonly body?: unknown;
  readonly headers?: IncomingHttpHeaders;
  readonly apiKey?: string;
  /** The address that the server listens on. @default '127.0.0.1' */
  readonly host?: string;
  readonly allowedHosts?: readonly string[];
  readonly signal?: AbortSignal;
  /** @default 33_554_432 */
  readonly maxBodyBytes?: number;
}

/** Sends one request such as `GET /collections` to a database without a socket. Returns the response with its body parsed. */
export async function callRest(
  database: QdrantLocal,
  request: `${string} ${string}`,
  { body = '', headers, apiKey, host = '127.0.0.1', allowedHosts = [], signal, maxBodyBytes = 33_554_432 }: CallRestOptions = {},
) {
  const [method, url] = request.split(' ') as [string, string];
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : stringifyExactJson(body));
  const answer = await answerRequest(
    { method, url, headers: { 'content-type': 'application/json', ...headers }, readBody: async () => bytes, signal },
    { database, apiKey, host, allowedHosts, maxBodyBytes },
  );
  const text = answer.body.join('');
  return { ...answer, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Opens a database with one collection `c` of two-dimensional vectors, and the points 1 and 2^64 - 1. */
export async function smallDatabase(): Promise<QdrantLocal> {
  const database = new QdrantLocal();
  await database.createCollection('c', { vectors: { size: 2, distance: 'Dot' } });
  await database.upsert('c', {
    points: [
      { id: 1, vector: [1, 2], payload: { name: 'one' } },
      { id: 2n ** 64n - 1n, vector: [3, 4], payload: { name: 'last' } },
    ],
  });
  return database;
}
