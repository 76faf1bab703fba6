import { crc32 } from 'node:zlib';
import type { PointId } from '@x/core';

import type { Payload } from '../json/copy-json.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import { denseValue } from '../requests/vectors/vector-value.ts';
import type { PointRecord } from '../table/point-record.ts';
import type { StoredVector } from '../vectors/packed-value.ts';
import { stringifyExactJson } from '../wire/exact-json.ts';
import { restoreAllNumbers } from '../wire/restore-numbers.ts';

/** The record of a point, stored under its key. */
export type StoredPointRecord = Omit<PointRecord, 'id'>;

type HeaderEntry =
  | string
  | readonly [name: string, count: number]
  | readonly [name: string, rows: number, checksum: number];

interface StoredHeader {
  readonly version: number;
  readonly vectors: readonly HeaderEntry[];
  readonly payload: Payload;
}

const keyBytes = { prefix: 4, tag: 1, integer: 8, uuid: 16 };
const headerLengthOffset = 4;
const elementBytes = 4;
// Matches numbers written by `stringifyExactJson`. JSON.stringify writes no number below 1e21 in this form.
const mayHoldWholeFloat = /[:[,]-?\d{1,17}(?:\.0[,\]}]|(?:\.\d{1,17})?e)/;
const integerTag = 0;
const uuidTag = 1;

/** Returns a point's key: collection number, kind of id, id. All are big-endian, so that keys sort in id order. */
export function encodePointKey(collectionNumber: number, id: PointId): Buffer {
  const idBytes = typeof id === 'string' ? keyBytes.uuid : keyBytes.integer;
  const key = Buffer.alloc(keyBytes.prefix + keyBytes.tag + idBytes);
  key.writeUInt32BE(collectionNumber, 0);
  key.writeUInt8(typeof id === 'string' ? uuidTag : integerTag, keyBytes.prefix);
  const idOffset = keyBytes.prefix + keyBytes.tag;
  if (typeof id === 'string') key.write(id.replaceAll('-', ''), idOffset, 'hex');
  else key.writeBigUInt64BE(BigInt(id), idOffset);
  return key;
}

/** Returns the key of packed rows: the key of their point, then the vector's name. The tag in the point key gives its length. */
export function encodePackedKey(collectionNumber: number, id: PointId, vectorName: string): Buffer {
  return Buffer.concat([encodePointKey(collectionNumber, id), Buffer.from(vectorName)]);
}

/** Describes what a key of {@link encodePackedKey} refers to, for error messages. */
export function describePackedKey(key: Buffer, collectionName: string): string {
  const idBytes = key.readUInt8(keyBytes.prefix) === uuidTag ? keyBytes.uuid : keyBytes.integer;
  const pointKey = key.subarray(0, keyBytes.prefix + keyBytes.tag + idBytes);
  const vectorName = key.toString('utf8', pointKey.length);
  return `vector \`${vectorName}\` of point ${decodePointKey(pointKey)} of collection \`${collectionName}\``;
}

/** Returns the prefix of all keys of a collection. */
export function encodeCollectionPrefix(collectionNumber: number): Buffer {
  const prefix = Buffer.alloc(keyBytes.prefix);
  prefix.writeUInt32BE(collectionNumber, 0);
  return prefix;
}

/** Returns the id in a key of {@link encodePointKey}. */
export function decodePointKey(key: Buffer): PointId {
  const idOffset = keyBytes.prefix + keyBytes.tag;
  if (key.readUInt8(keyBytes.prefix) === uuidTag) {
    const hex = key.toString('hex', idOffset);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
  const integer = key.readBigUInt64BE(idOffset);
  return integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : integer;
}

/**
 * Encodes a record as bytes. It starts with the CRC-32 of what follows and the header's length, both u32 and little-endian, then
 * the header as JSON. The vectors follow in the header's order as raw float32 values; in a sparse vector, u32 indices come first.
 *
 * In the header, a dense vector is its name. A sparse vector or multivector is its name with the number of entries or rows. A
 * packed vector also has its checksum there; its rows are stored under a key of their own.
 */
export function encodePointRecord({ version, vectors, payload }: PointRecord): Buffer {
  const names = Array.from(vectors, ([name, vector]) => headerEntry(name, vector));
  const header = padded(stringifyExactJson({ version, vectors: names, payload }));
  const headerLength = Buffer.byteLength(header);
  const parts = Array.from(vectors.values(), (vector) => {
    if (vector.kind === 'packed') return [];
    return vector.kind === 'sparse' ? [vector.indices, vector.values] : [vector.values];
  }).flat();
  let position = vectorsStart(headerLength);
  const bytes = Buffer.allocUnsafe(parts.reduce((length, part) => length + part.byteLength, position));
  bytes.writeUInt32LE(headerLength, headerLengthOffset);
  bytes.write(header, vectorsStart(0));
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), position);
    position += byteLength;
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(headerLengthOffset)), 0);
  return bytes;
}

/**
 * Decodes the bytes of {@link encodePointRecord}. The bytes must not change afterwards, because vectors are views on them. Returns
 * `undefined` when they are damaged or do not fit the collection.
 */
export function decodePointRecord(bytes: Uint8Array, config: CollectionConfig): StoredPointRecord | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < vectorsStart(0)) return undefined;
  if (crc32(view.subarray(headerLengthOffset)) !== view.readUInt32LE(0)) return undefined;
  const start = vectorsStart(view.readUInt32LE(headerLengthOffset));
  const header = parseHeader(view.toString('utf8', vectorsStart(0), start));
  if (header === undefined) return undefined;
  const vectors = readVectors(aligned(bytes.subarray(start)), header.vectors, config);
  return vectors && { version: header.version, vectors, payload: header.payload };
}

/** Returns the vectors in the bytes, as views; `undefined` when there are too few bytes or too many, or a name is unknown. */
function readVectors(
  { buffer, byteOffset, byteLength }: Uint8Array,
  names: readonly HeaderEntry[],
  { vectors, sparseVectors = {}, packedVectors = {} }: CollectionConfig,
): Map<string, StoredVector> | undefined {
  const read = new Map<string, StoredVector>();
  let position = 0;
  const next = <T>(make: (offset: number) => T, length: number): T => {
    const offset = position;
    position += 4 * length;
    return make(offset);
  };
  const floats = (length: number): Float32Array =>
    next((offset) => new Float32Array(buffer, byteOffset + offset, length), length);
  const integers = (length: number): Uint32Array =>
    next((offset) => new Uint32Array(buffer, byteOffset + offset, length), length);
  const rest = (): number => (byteLength - position) / elementBytes;
  for (const entry of names) {
    const [name, count, checksum] = typeof entry === 'string' ? [entry, 1] : entry;
    if ((checksum !== undefined) !== Object.hasOwn(packedVectors, name)) return undefined;
    if (checksum !== undefined) {
      read.set(name, { kind: 'packed', rowCount: count, checksum });
      continue;
    }
    const size = Object.hasOwn(vectors, name) ? vectors[name]!.size : Object.hasOwn(sparseVectors, name) ? 2 : NaN;
    if (!(count * size <= rest())) return undefined;
    if (typeof entry === 'string') read.set(name, denseValue(floats(size)));
    else if (!Object.hasOwn(vectors, name)) {
      read.set(name, { kind: 'sparse', indices: integers(count), values: floats(count) });
    } else read.set(name, { kind: 'multi', dimension: size, values: floats(count * size) });
  }
  return rest() === 0 ? read : undefined;
}

/** Pads a header with spaces, which JSON ignores, so that the vectors start at a multiple of four bytes. */
function padded(header: string): string {
  const overhang = vectorsStart(Buffer.byteLength(header)) % elementBytes;
  return overhang === 0 ? header : header + ' '.repeat(elementBytes - overhang);
}

/** Returns the bytes, or an aligned copy when they do not start at a multiple of four, as 4-byte elements require. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % elementBytes === 0 ? bytes : Uint8Array.from(bytes);
}

function headerEntry(name: string, vector: StoredVector): HeaderEntry {
  switch (vector.kind) {
    case 'dense':
      return name;
    case 'sparse':
      return [name, vector.values.length];
    case 'multi':
      return [name, vector.values.length / vector.dimension];
    case 'packed':
      return [name, vector.rowCount, vector.checksum];
  }
}

function vectorsStart(headerLength: number): number {
  return headerLengthOffset + 4 + headerLength;
}

function parseHeader(text: string): StoredHeader | undefined {
  try {
    // The checksum has proved that this is the written text.
    const header = JSON.parse(text) as StoredHeader;
    if (mayHoldWholeFloat.test(text)) restoreAllNumbers(text, header);
    return header;
  } catch {
    return undefined;
  }
}
