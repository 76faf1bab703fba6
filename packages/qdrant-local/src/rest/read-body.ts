import type { IncomingHttpHeaders } from 'node:http';

import { parseExactJson } from '../wire/exact-json.ts';
import type { NodeKind } from '../wire/grammar.ts';
import { bodyTooLarge, incompleteBody, malformedJson, wrongContentEncoding } from './rest-errors.ts';

// How many times the limit is read and thrown away, so that a client that is still sending comes to read the answer.
const drainFactor = 4;

/**
 * The bytes of a request.
 *
 * @throws {VectorStoreError} with status 413 when there are more than `limit`, 400 when the client went away before.
 */
export async function collectBody(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.byteLength;
      if (size <= limit) kept.push(chunk);
      else if (size > limit * drainFactor) break;
    }
  } catch (error) {
    throw incompleteBody(error);
  }
  if (size > limit) throw bodyTooLarge(limit);
  return Buffer.concat(kept);
}

/** @throws {VectorStoreError} with status 415 when a body comes compressed. */
export function requireJsonHeaders(headers: IncomingHttpHeaders): void {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw wrongContentEncoding();
}

/** Parses a body with exact ids in the places of its kind. @throws {VectorStoreError} with status 400 when it is not JSON in UTF-8. */
export function parseBody(bytes: Uint8Array, kind: NodeKind | undefined): unknown {
  if (bytes.byteLength === 0) throw malformedJson('EOF while parsing a value at line 1 column 0');
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), kind);
  } catch (error) {
    throw malformedJson(error instanceof SyntaxError ? error.message : 'invalid UTF-8', error);
  }
}
