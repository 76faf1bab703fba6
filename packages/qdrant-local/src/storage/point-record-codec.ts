import type { PointId } from '@x/core';

import type { Payload } from '../payloads/copy-json.ts';
import { isJsonObject } from '../payloads/json-path.ts';
import type { CollectionConfig } from '../requests/read-collection-config.ts';
import type { PointRecord } from './storage.ts';
import { denseValue, type VectorValue } from '../vectors/vector-value.ts';

/** What is kept of a point under its key. */
export type StoredPointRecord = Omit<PointRecord, 'id'>;

const keyBytes = { prefix: 4, tag: 1, integer: 8, uuid: 16 };
const integerTag = 0;
const uuidTag = 1;

/** A point's key: collection number, kind of id, id, all big-endian, so that keys sort as ids do. */
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

/** The key before all keys of a collection. */
export function encodeCollectionPrefix(collectionNumber: number): Buffer {
  const prefix = Buffer.alloc(keyBytes.prefix);
  prefix.writeUInt32BE(collectionNumber, 0);
  return prefix;
}

/** The id in a key of {@link encodePointKey}. */
export function decodePointKey(key: Buffer): PointId {
  const idOffset = keyBytes.prefix + keyBytes.tag;
  if (key.readUInt8(keyBytes.prefix) === uuidTag) {
    const hex = key.toString('hex', idOffset);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
  const integer = key.readBigUInt64BE(idOffset);
  return integer <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(integer) : integer;
}

/** A record as bytes: the header's length (u32), the header as JSON, then the vectors as raw float32. */
export function encodePointRecord({ version, vectors, payload }: PointRecord): Buffer {
  const header = Buffer.from(JSON.stringify({ version, vectors: [...vectors.keys()], payload }));
  const headerLength = Buffer.alloc(4);
  headerLength.writeUInt32LE(header.length, 0);
  const parts = [headerLength, header];
  for (const { buffer, byteOffset, byteLength } of [...vectors.values()].map(({ values }) => values)) {
    parts.push(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
  }
  return Buffer.concat(parts);
}

/** Reads {@link encodePointRecord}'s bytes; `undefined` when they are damaged or do not fit the collection. */
export function decodePointRecord(bytes: Uint8Array, config: CollectionConfig): StoredPointRecord | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 4) return undefined;
  const vectorsStart = 4 + view.readUInt32LE(0);
  const header = vectorsStart <= view.length ? parseHeader(view.toString('utf8', 4, vectorsStart)) : undefined;
  if (header === undefined) return undefined;
  const vectors = new Map<string, VectorValue>();
  let position = vectorsStart;
  for (const name of header.vectors) {
    if (!Object.hasOwn(config.vectors, name)) return undefined;
    const end = position + 4 * config.vectors[name]!.size;
    if (end > view.length) return undefined;
    // A copy, because float32 must start at a multiple of four bytes and the store's memory may be reused.
    vectors.set(name, denseValue(new Float32Array(new Uint8Array(view.subarray(position, end)).buffer)));
    position = end;
  }
  return position === view.length ? { version: header.version, vectors, payload: header.payload } : undefined;
}

function parseHeader(text: string): { version: number; vectors: string[]; payload: Payload } | undefined {
  try {
    const header: unknown = JSON.parse(text);
    if (!isJsonObject(header)) return undefined;
    const { version, vectors, payload } = header;
    const isSound = Number.isSafeInteger(version) && Array.isArray(vectors) && isJsonObject(payload);
    return isSound ? { version: version as number, vectors: vectors as string[], payload } : undefined;
  } catch {
    return undefined;
  }
}
