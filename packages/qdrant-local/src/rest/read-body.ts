import type { IncomingHttpHeaders } from 'node:http';
import { decompressBody } from '@x/core/http';

import { runInTurns, type Steps } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
import { parseJson } from '../wire/parse-json.ts';
import { exactNumbers } from '../wire/exact-json.ts';
import type { NodeKind } from '../wire/grammar.ts';
import { checkParsedJson } from './check-parsed-json.ts';
import { bodyTooLarge, damagedBody, incompleteBody, malformedJson, wrongContentEncoding } from './rest-errors.ts';

// Bytes beyond the limit are read and discarded up to this multiple of it, so that a client that is still sending receives the response.
const drainFactor = 4;
// The number of bytes decoded at once. Small bodies fit completely.
const decodedAtOnce = 2 ** 20;

/**
 * Returns the bytes of a request.
 *
 * @throws {VectorStoreError} with status 413 when there are more than `limit`, 400 when the client disconnected before the end.
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

/**
 * Returns the bytes of a body, decompressed as its headers specify.
 *
 * @throws {VectorStoreError} with status 415 for an encoding other than gzip and deflate, 413 when there are more than `limit` bytes,
 *   400 when the body is damaged.
 */
export async function decodeBody(bytes: Uint8Array, headers: IncomingHttpHeaders, limit: number): Promise<Uint8Array> {
  const { 'content-encoding': encoding = 'identity' } = headers;
  const body = await decompressBody(bytes, encoding, limit);
  if ('bytes' in body) return body.bytes;
  if (body.problem === 'encoding') throw wrongContentEncoding(encoding);
  throw body.problem === 'size' ? bodyTooLarge(limit) : damagedBody(encoding, body.cause);
}

/**
 * Parses a body. Ids are exact in the fields that its kind defines. Whole floats stay distinct from integers outside of vectors.
 *
 * @throws {VectorStoreError} with status 400 when it is not JSON in UTF-8, or is JSON that a server rejects.
 */
export async function parseBody(bytes: Uint8Array, kind: NodeKind | undefined, signal?: AbortSignal): Promise<unknown> {
  if (bytes.byteLength === 0) throw malformedJson('EOF while parsing a value at line 1 column 0');
  try {
    return await runInTurns(parseBytes(bytes, kind), new Turns(signal));
  } catch (error) {
    throw error instanceof SyntaxError ? malformedJson(error.message, error) : error;
  }
}

function* parseBytes(bytes: Uint8Array, kind: NodeKind | undefined): Steps<unknown> {
  const text = yield* decodeText(bytes);
  const parsed = yield* parseJson(text);
  yield* checkParsedJson(text, parsed);
  yield* exactNumbers(text, parsed, kind);
  return parsed.value;
}

function* decodeText(bytes: Uint8Array): Steps<string> {
  // The option `stream` would take three times as long and create strings of twice the size.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const parts: string[] = [];
  try {
    for (let from = 0; from < bytes.byteLength;) {
      const end = characterStart(bytes, from + decodedAtOnce);
      parts.push(decoder.decode(bytes.subarray(from, end)));
      from = end;
      yield;
    }
  } catch (error) {
    throw malformedJson('invalid UTF-8', error);
  }
  return parts.join('');
}

/** Returns the position, or the start of a UTF-8 character when the position is inside that character. */
function characterStart(bytes: Uint8Array, place: number): number {
  let start = place;
  // A character has at most three bytes after its first one.
  while (start > place - 3 && (bytes[start]! & 0xc0) === 0x80) start--;
  return start;
}
