import type { IncomingHttpHeaders } from 'node:http';
import { decompressBody } from '@x/core/http';

import { inTurns, type Steps, Turns } from '../event-loop-turns.ts';
import { parseJson } from '../wire/parse-json.ts';
import { exactNumbers } from '../wire/exact-json.ts';
import type { NodeKind } from '../wire/grammar.ts';
import { checkParsedJson } from './check-parsed-json.ts';
import { bodyTooLarge, damagedBody, incompleteBody, malformedJson, wrongContentEncoding } from './rest-errors.ts';

// How many times the limit is read and thrown away, so that a client that is still sending comes to read the answer.
const drainFactor = 4;
// Bytes, of which all that fit into small bodies are decoded at once.
const decodedAtOnce = 2 ** 20;

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

/**
 * The bytes of a body, decompressed where its headers say so.
 *
 * @throws {VectorStoreError} with status 415 for another encoding than gzip and deflate, 413 when there are more than `limit`, 400 when it is damaged.
 */
export async function decodeBody(bytes: Uint8Array, headers: IncomingHttpHeaders, limit: number): Promise<Uint8Array> {
  const { 'content-encoding': encoding = 'identity' } = headers;
  const body = await decompressBody(bytes, encoding, limit);
  if ('bytes' in body) return body.bytes;
  if (body.problem === 'encoding') throw wrongContentEncoding(encoding);
  throw body.problem === 'size' ? bodyTooLarge(limit) : damagedBody(encoding, body.cause);
}

/**
 * Parses a body with exact ids in the places of its kind, and whole floats outside of vectors.
 *
 * @throws {VectorStoreError} with status 400 when it is not JSON in UTF-8, or JSON that a server does not take.
 */
export async function parseBody(bytes: Uint8Array, kind: NodeKind | undefined, signal?: AbortSignal): Promise<unknown> {
  if (bytes.byteLength === 0) throw malformedJson('EOF while parsing a value at line 1 column 0');
  try {
    return await inTurns(parseBytes(bytes, kind), new Turns(signal));
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
  // Not with its option `stream`, which takes three times as long and makes strings of twice the size.
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

/** The place itself or, where that is in the middle of a character of UTF-8, the start of the character. */
function characterStart(bytes: Uint8Array, place: number): number {
  let start = place;
  // A character has at most three bytes behind its first one.
  while (start > place - 3 && (bytes[start]! & 0xc0) === 0x80) start--;
  return start;
}
