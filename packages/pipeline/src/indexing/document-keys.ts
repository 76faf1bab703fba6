import { createHash } from 'node:crypto';

import type { PointId } from '@x/core';

import { encodeDocumentId } from './index-record.ts';

/** The same for every spelling of the same id. */
export function documentKey(id: PointId): string {
  return typeof id === 'string' ? id.toLowerCase().replaceAll('-', '') : String(id);
}

/**
 * The id of the point that holds a passage: the document's own for the first, a UUID made from it for the others. The same for every
 * spelling of the document's id, so that a later run finds the point.
 */
export function passageId(document: PointId, passage: number): PointId {
  if (passage === 0) return document;
  const hash = createHash('sha256')
    .update(`${encodeDocumentId(canonicalId(document))}#${passage}`)
    .digest();
  // Version 8 is for UUIDs of one's own making (RFC 9562).
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return withHyphens(hash.toString('hex', 0, 16));
}

function canonicalId(id: PointId): PointId {
  if (typeof id === 'string') return withHyphens(documentKey(id));
  return id <= Number.MAX_SAFE_INTEGER ? Number(id) : id;
}

/** A UUID's 32 digits in groups. */
function withHyphens(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A hash that changes when anything in `content` does; the order of keys does not matter. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 32);
}

function canonicalJson(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
