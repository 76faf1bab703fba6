import { copySettings } from '../../json/copy-json.ts';
import {
  readObject,
  readWholeNumber,
  refuseUnknownKeys,
  refuseUnsupportedKeys,
  renameAliases,
} from '../../json/read-fields.ts';
import { invalidValue, notSupported, type RequestContext, wrongInput } from '../../json/server-errors.ts';
import type { PayloadIndexSchemas } from '../types/index-settings.ts';
import type { PackedKind, SparseVectorParams, VectorParams } from '../types/vector-types.ts';
import { collectionAliases, readFlag, readTuning, readVariant, type TuningSettings } from './read-tuning.ts';
import { readDenseParams, readSparseParams } from './read-vector-params.ts';
import { refuseStrictMode } from './strict-mode.ts';

/** The settings of a collection: plain data, stored unchanged. */
export interface CollectionConfig {
  /** Dense vectors and multivectors by name; the unnamed vector's name is the empty string. */
  readonly vectors: Readonly<Record<string, VectorParams>>;
  /** Sparse vectors by name. Their names differ from those in {@link CollectionConfig.vectors}. */
  readonly sparseVectors?: Readonly<Record<string, SparseVectorParams>>;
  readonly metadata?: Record<string, unknown>;
  /** Payload indexes by the canonical spelling of their keys. */
  readonly payloadIndexes?: PayloadIndexSchemas;
  /** The time of creation, in ISO 8601; `undefined` for collections of older releases. */
  readonly createdAt?: string;
  /**
   * The storage format of the rows of each multivector that stays on disk, by its name. It is fixed when the collection is
   * created, regardless of later settings. Missing in collections of older releases, which keep their rows in memory.
   */
  readonly packedVectors?: Readonly<Record<string, PackedKind>>;
  /** Settings without effect, by the server's names. */
  readonly tuning?: TuningSettings;
}

const numberKeys = ['shard_number', 'replication_factor', 'write_consistency_factor'];
const tuningKeys = ['hnsw_config', 'optimizers_config', 'wal_config', 'quantization_config', 'payload', 'id_tracker'];
const unsupported = { init_from: 'Copying a collection' };
const shardingMethods = { variants: ['auto', 'custom'], path: 'the collection' } as const;

/**
 * Checks the body of `createCollection`. Also refuses the collection names `.` and `..`, because they cannot be reached over HTTP, and
 * Python's local mode of 1.20 refuses them for new collections.
 *
 * @throws {VectorStoreError} with status 400, 422 or 501.
 */
export function readCollectionConfig(request: unknown, context: RequestContext): CollectionConfig {
  if (context.collection === '.' || context.collection === '..') {
    throw invalidValue(context, 'collection_name', `a name cannot be \`${context.collection}\``);
  }
  const body = renameAliases(readObject(request, 'the collection', context), collectionAliases, context);
  refuseUnsupportedKeys(body, unsupported, context);
  refuseStrictMode(body, context);
  const { sharding_method: sharding } = readVariant(body, 'sharding_method', shardingMethods, context);
  if (sharding === 'custom') throw notSupported(context, 'Custom sharding');
  const known = ['vectors', 'sparse_vectors', 'metadata', 'on_disk_payload', 'timeout', ...numberKeys, ...tuningKeys];
  const accepted = [...known, 'sharding_method', 'strict_mode_config', ...Object.keys(unsupported)];
  refuseUnknownKeys(body, accepted, 'the collection', context);
  const vectors = readDenseParams(body['vectors'] ?? {}, context);
  const sparseVectors = readSparseParams(body['sparse_vectors'] ?? {}, context);
  const duplicate = Object.keys(vectors).find((name) => Object.hasOwn(sparseVectors, name));
  if (duplicate !== undefined) {
    const detail = `Dense and sparse vector names must be unique - duplicate found with '${duplicate}'`;
    throw wrongInput(context, detail);
  }
  const metadata = body['metadata'] ?? undefined;
  return {
    vectors,
    sparseVectors,
    ...(metadata === undefined
      ? {}
      : { metadata: copySettings(readObject(metadata, 'metadata', context), 'metadata', context) }),
    tuning: readCollectionTuning(body, context),
  };
}

function readCollectionTuning(body: Record<string, unknown>, context: RequestContext): TuningSettings {
  const numbers = numberKeys.filter((key) => (body[key] ?? undefined) !== undefined);
  return {
    ...Object.fromEntries(
      numbers.map((key) => [key, readWholeNumber(body, key, { min: 1, absent: 1, bits: 32 }, context)]),
    ),
    ...readFlag(body, 'on_disk_payload', context),
    ...readTuning(body, tuningKeys, '', context),
  };
}

/**
 * Checks a collection's name. @throws {VectorStoreError} with status 422 when it is empty, longer than 255 characters
 * or contains a character that is not allowed in paths.
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
  // Neither JSON on a server nor a file distinguishes one lone surrogate from another.
  if (/\p{Surrogate}/u.test(name)) {
    throw invalidValue(context, 'collection_name', 'a name cannot contain one half of a surrogate pair');
  }
}
