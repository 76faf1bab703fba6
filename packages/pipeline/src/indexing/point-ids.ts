import { createHash } from 'node:crypto';

import { InvalidArgumentError, type PointId } from '@x/core';

import { encodeDocumentId } from './index-record.ts';

/**
 * The namespace of the ids that points of documents get whose own id is another text than a UUID: UUIDs of version 5 (RFC 9562), made of this and the
 * text in UTF-8. It never changes, so that stored documents are found again.
 */
export const documentNamespace = 'e02f32b9-4c83-4304-a769-219a13abd71c';

const hyphenatedUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const simpleUuid = /^[0-9a-f]{32}$/;
// Spellings around one with dashes, which a Qdrant server reads, too.
const wrappedUuid = /^(?:urn:uuid:([^{}]+)|\{([^{}]+)\})$/;
const maxUnsigned64 = 2n ** 64n - 1n;

/**
 * The id of the point that holds a document, or its first passage: a number and a UUID are themselves, of any other text it is the UUID of version 5
 * in {@link documentNamespace}.
 *
 * @throws {InvalidArgumentError} when it is no unsigned 64-bit integer and no text, or a text with half of a surrogate pair.
 *
 * @example
 * pointIdOf(7); // => 7
 * pointIdOf('notes/bees.md'); // => '8cf49362-03f0-597f-8361-701781915afc'
 */
export function pointIdOf(id: PointId): PointId {
  requireDocumentId(id, 'id');
  if (typeof id !== 'string' || isUsualUuid(id)) return id;
  return canonicalUuid(id) ?? nameBasedUuid(id);
}

/**
 * Checks that a document can have this id, and returns it.
 *
 * @throws {InvalidArgumentError} naming `parameter`.
 */
export function requireDocumentId(id: unknown, parameter: string): PointId {
  if (isDocumentId(id)) return id;
  const expected = 'a text without half surrogate pairs, or an unsigned integer (a bigint above 2^53 - 1)';
  throw new InvalidArgumentError({ parameter, value: id, expected });
}

/** True for what {@link requireDocumentId} lets through. */
export function isDocumentId(id: unknown): id is PointId {
  if (typeof id === 'number') return Number.isSafeInteger(id) && id >= 0;
  if (typeof id === 'bigint') return id >= 0n && id <= maxUnsigned64;
  // Half of a pair is no text in UTF-8: two such ids would be one.
  return typeof id === 'string' && !/\p{Surrogate}/u.test(id);
}

/** The one spelling of a UUID, in lower case and with dashes; `undefined` for any other text. */
export function canonicalUuid(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (simpleUuid.test(lower)) return withHyphens(lower);
  const [, inUrn, inBraces] = wrappedUuid.exec(lower) ?? [];
  const uuid = inUrn ?? inBraces ?? lower;
  return hyphenatedUuid.test(uuid) ? uuid : undefined;
}

function isUsualUuid(text: string): boolean {
  const lower = text.toLowerCase();
  return hyphenatedUuid.test(lower) || simpleUuid.test(lower);
}

/**
 * The id of the point that holds a passage: that of the document for the first, a UUID made from it for the others. The same for every
 * spelling of the document's id, so that a later run finds the point.
 */
export function passageId(document: PointId, passage: number): PointId {
  if (passage === 0) return pointIdOf(document);
  const hash = createHash('sha256')
    .update(`${encodeDocumentId(canonicalId(document))}#${passage}`)
    .digest();
  // Version 8 is for UUIDs of one's own making (RFC 9562).
  return toUuid(hash, 8);
}

/** The ids of the points of a document's passages from a position up to, and without, another. */
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

/** The first 16 bytes of a hash, with the bits that say the version and the variant. */
function toUuid(hash: Buffer, version: number): string {
  hash[6] = (hash[6]! & 0x0f) | (version << 4);
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return withHyphens(hash.toString('hex', 0, 16));
}

/** The 32 digits of a UUID in groups. */
function withHyphens(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
