import { createHash } from 'node:crypto';

import { canonicalUuid, InvalidArgumentError, isDocumentId, type PointId } from '@x/core';

import { encodeDocumentId } from './index-record.ts';

/**
 * The namespace for the point ids of documents whose id is a text but not a UUID. Their point ids are version 5 UUIDs (RFC 9562) of this namespace
 * and the text in UTF-8. It never changes, so that stored documents can be found again.
 */
export const documentNamespace = 'e02f32b9-4c83-4304-a769-219a13abd71c';

/**
 * Returns the id of the point that stores a document, or its first passage. Numbers and UUIDs are returned unchanged; any other text becomes its
 * version 5 UUID in {@link documentNamespace}.
 *
 * @throws {InvalidArgumentError} when the id is neither an unsigned 64-bit integer nor a string, or is a string with a lone surrogate.
 *
 * @example
 * pointIdOf(7); // => 7
 * pointIdOf('notes/bees.md'); // => '8cf49362-03f0-597f-8361-701781915afc'
 */
export function pointIdOf(id: PointId): PointId {
  requireDocumentId(id, 'id');
  if (typeof id !== 'string') return id;
  const uuid = canonicalUuid(id);
  if (uuid === undefined) return nameBasedUuid(id);
  // Not every store reads the spellings with braces and as a URN.
  return id.length > uuid.length ? uuid : id;
}

/**
 * Checks that a value can be a document's id, and returns it.
 *
 * @throws {InvalidArgumentError} with `parameter` as its parameter.
 */
export function requireDocumentId(id: unknown, parameter: string): PointId {
  if (isDocumentId(id)) return id;
  const expected = 'a string without lone surrogates, or an unsigned integer (a bigint above 2^53 - 1)';
  throw new InvalidArgumentError({ parameter, value: id, expected });
}

/**
 * Returns the id of the point that stores a passage: the document's point id for the first passage, and a UUID derived from it for the others. It is
 * the same for every spelling of the document's id, so that later runs find the point.
 */
export function passageId(document: PointId, passage: number): PointId {
  if (passage === 0) return pointIdOf(document);
  const hash = createHash('sha256')
    .update(`${encodeDocumentId(canonicalId(document))}#${passage}`)
    .digest();
  // Version 8 is for custom UUIDs (RFC 9562).
  return toUuid(hash, 8);
}

/** Returns the point ids of a document's passages from index `from` up to, but not including, `to`. */
export function passageIds(document: PointId, from: number, to: number): PointId[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, index) => passageId(document, from + index));
}

function canonicalId(id: PointId): PointId {
  if (typeof id === 'string') return canonicalUuid(id) ?? id;
  return id <= Number.MAX_SAFE_INTEGER ? Number(id) : id;
}

/** RFC 9562, 5.5. */
function nameBasedUuid(name: string): string {
  const namespace = Buffer.from(documentNamespace.replaceAll('-', ''), 'hex');
  return toUuid(createHash('sha1').update(namespace).update(name, 'utf8').digest(), 5);
}

/** Formats the first 16 bytes of a hash as a UUID, with the bits for version and variant. */
function toUuid(hash: Buffer, version: number): string {
  hash[6] = (hash[6]! & 0x0f) | (version << 4);
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return canonicalUuid(hash.toString('hex', 0, 16))!;
}
