import { copySettings } from '../../json/copy-json.ts';
import { readObject, readWholeNumber, refuseUnknownKeys, renameAliases } from '../../json/read-fields.ts';
import { malformedRequest, type RequestContext } from '../../json/server-errors.ts';
import type { SparseVectorParams } from '../types/vector-types.ts';
import {
  collectionAliases,
  memoryPlaces,
  readFlag,
  readTuning,
  readVariant,
  type TuningSettings,
} from './read-tuning.ts';
import { readSparseVectorParams } from './read-vector-params.ts';
import { refuseStrictMode } from './strict-mode.ts';

/** A checked `updateCollection`: settings to merge into the existing ones. None of them affects how vectors are compared. */
export interface CollectionUpdate {
  /** The settings by vector name; null removes a setting. */
  readonly vectors: Readonly<Record<string, TuningSettings>>;
  readonly sparseVectors: Readonly<Record<string, SparseVectorParams>>;
  /** Null removes a key. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Null removes a setting. */
  readonly tuning: TuningSettings;
}

const numberKeys = ['replication_factor', 'write_consistency_factor', 'read_fan_out_factor', 'read_fan_out_delay_ms'];

/** Reads the body of `updateCollection`. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readCollectionUpdate(request: unknown, context: RequestContext): CollectionUpdate {
  const body = renameAliases(readObject(request, 'the update', context), collectionAliases, context);
  refuseStrictMode(body, context);
  const tuningKeys = ['hnsw_config', 'optimizers_config', 'quantization_config'];
  const known = ['vectors', 'sparse_vectors', 'params', 'metadata', 'strict_mode_config', 'timeout', ...tuningKeys];
  refuseUnknownKeys(body, known, 'the update', context);
  return {
    vectors: readByName(body['vectors'], 'vectors', readVectorDiff, context),
    sparseVectors: readByName(body['sparse_vectors'], 'sparse_vectors', readSparseVectorParams, context),
    metadata: copySettings(readObject(body['metadata'] ?? {}, 'metadata', context), 'metadata', context),
    tuning: {
      ...readParams(body['params'] ?? {}, context),
      ...readTuning(body, ['hnsw_config', 'optimizers_config'], '', context),
      ...readQuantization(body, '', context),
    },
  };
}

function readByName<Settings>(
  value: unknown,
  path: string,
  read: (value: unknown, path: string, context: RequestContext) => Settings,
  context: RequestContext,
): Record<string, Settings> {
  const entries = Object.entries(readObject(value ?? {}, path, context));
  return Object.fromEntries(entries.map(([name, settings]) => [name, read(settings, `${path}.${name}`, context)]));
}

function readVectorDiff(value: unknown, path: string, context: RequestContext): TuningSettings {
  const diff = renameAliases(readObject(value, path, context), collectionAliases, context);
  refuseUnknownKeys(diff, ['hnsw_config', 'quantization_config', 'on_disk', 'memory'], path, context);
  return {
    ...readFlag(diff, 'on_disk', context),
    ...readVariant(diff, 'memory', { variants: memoryPlaces, path }, context),
    ...readTuning(diff, ['hnsw_config'], path, context),
    ...readQuantization(diff, path, context),
  };
}

function readParams(value: unknown, context: RequestContext): TuningSettings {
  const params = readObject(value, 'params', context);
  refuseUnknownKeys(params, [...numberKeys, 'on_disk_payload', 'payload', 'id_tracker'], 'params', context);
  const given = numberKeys.filter((key) => (params[key] ?? null) !== null);
  const numbers = given.map((key) => [key, readNumber(params, key, context)]);
  return {
    ...(Object.fromEntries(numbers) as TuningSettings),
    ...readFlag(params, 'on_disk_payload', context),
    ...readTuning(params, ['payload', 'id_tracker'], 'params', context),
  };
}

/** Reads a number with the range of the server's type: `NonZeroU32`, except for the two read settings. */
function readNumber(params: Record<string, unknown>, key: string, context: RequestContext): number {
  const bits = key === 'read_fan_out_delay_ms' ? 64 : 32;
  const value = readWholeNumber(params, key, { min: 0, absent: 1, bits }, context);
  if (value === 0 && !key.startsWith('read'))
    throw malformedRequest(context, `params.${key} is 0, must be 1 or larger`);
  return value;
}

/** Reads quantization settings. The word `Disabled` removes them. */
function readQuantization(body: Record<string, unknown>, path: string, context: RequestContext): TuningSettings {
  if (body['quantization_config'] === 'Disabled') return { quantization_config: null };
  return readTuning(body, ['quantization_config'], path, context);
}
