import { copyPayload } from '../payloads/copy-json.ts';
import { isJsonObject } from '../payloads/json-path.ts';
import { invalidValue, malformedRequest, type RequestContext } from '../server-errors.ts';
import { type Distance, distances } from '../vectors/distances.ts';
import { readObject, refuseUnknownKeys, refuseUnsupportedKeys } from './read-fields.ts';
import type { VectorParams } from './request-types.ts';

/** What a collection is made of: plain data, kept in the storage as it is. */
export interface CollectionConfig {
  /** By name; the unnamed vector's name is the empty string. */
  readonly vectors: Readonly<Record<string, VectorParams>>;
  readonly metadata?: Record<string, unknown>;
}

const maxSize = 65_536;
const withoutEffect = [
  'hnsw_config',
  'optimizers_config',
  'wal_config',
  'quantization_config',
  'on_disk_payload',
  'shard_number',
  'replication_factor',
  'write_consistency_factor',
  'timeout',
];

/** Checks the body of `createCollection`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readCollectionConfig(request: unknown, context: RequestContext): CollectionConfig {
  const body = readObject(request, 'the collection', context);
  const { sparse_vectors: sparse } = body;
  if (isJsonObject(sparse) && Object.keys(sparse).length > 0) {
    refuseUnsupportedKeys(body, { sparse_vectors: 'A sparse vector' }, context);
  }
  refuseUnsupportedKeys(
    body,
    { sharding_method: 'Sharding', strict_mode_config: 'Strict mode', init_from: 'Copying a collection' },
    context,
  );
  refuseUnknownKeys(body, ['vectors', 'sparse_vectors', 'metadata', ...withoutEffect], 'the collection', context);
  const metadata = body['metadata'] ?? undefined;
  return {
    vectors: readVectors(body['vectors'] ?? {}, context),
    ...(metadata === undefined
      ? {}
      : { metadata: copyPayload(readObject(metadata, 'metadata', context), 'metadata', context) }),
  };
}

/** True when the collection has one vector without a name. */
export function isUnnamed({ vectors }: CollectionConfig): boolean {
  return Object.hasOwn(vectors, '');
}

/**
 * Checks a collection's name. @throws {VectorStoreError} with status 422 when it is empty, longer than 255 characters
 * or has a character that paths cannot carry.
 */
export function requireCollectionName(name: unknown, context: RequestContext): void {
  if (typeof name !== 'string' || name.length === 0 || name.length > 255) {
    throw invalidValue(context, 'collection_name', 'a name must be a string of 1 to 255 characters');
  }
  // oxlint-disable-next-line no-control-regex -- the server names these two characters as well
  const forbidden = /[<>:"/\\|?*\u0000\u001f]/.exec(name);
  if (forbidden !== null) {
    throw invalidValue(context, 'collection_name', `a name cannot contain ${JSON.stringify(forbidden[0])}`);
  }
}

function readVectors(value: unknown, context: RequestContext): Record<string, VectorParams> {
  const vectors = readObject(value, 'vectors', context);
  if (!('size' in vectors) || isJsonObject(vectors['size'])) {
    const entries = Object.entries(vectors).map(
      ([name, params]) => [name, readVectorParams(params, `vectors.${name}`, context)] as const,
    );
    return Object.fromEntries(entries);
  }
  return { '': readVectorParams(vectors, 'vectors', context) };
}

function readVectorParams(value: unknown, path: string, context: RequestContext): VectorParams {
  const params = readObject(value, path, context);
  refuseUnsupportedKeys(params, { multivector_config: 'A multivector' }, context);
  const { datatype, size, distance, on_disk: onDisk } = params;
  if (datatype !== 'float32') refuseUnsupportedKeys(params, { datatype: `The datatype ${String(datatype)}` }, context);
  const known = ['size', 'distance', 'on_disk', 'datatype', 'multivector_config', 'hnsw_config', 'quantization_config'];
  refuseUnknownKeys(params, [...known, 'memory'], path, context);
  if (typeof size !== 'number') throw malformedRequest(context, `${path}.size must be a number`);
  if (!Number.isInteger(size) || size < 1 || size > maxSize) {
    throw invalidValue(context, `${path}.size`, `value ${size} invalid, must be from 1 to ${maxSize}`);
  }
  if (!distances.includes(distance as Distance)) {
    throw malformedRequest(
      context,
      `unknown variant \`${String(distance)}\` in ${path}.distance, expected one of ${distances.join(', ')}`,
    );
  }
  return { size, distance: distance as Distance, ...(typeof onDisk === 'boolean' ? { on_disk: onDisk } : {}) };
}
