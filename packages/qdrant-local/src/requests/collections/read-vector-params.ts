import { setOwn } from '../../json/copy-json.ts';
import { isJsonObject } from '../../json/json-path.ts';
import { readObject, refuseUnknownKeys, renameAliases } from '../../json/read-fields.ts';
import {
  invalidValue,
  invalidVectorName,
  malformedRequest,
  type RequestContext,
  wrongInput,
} from '../../json/server-errors.ts';
import {
  datatypes,
  distances,
  type SparseVectorParams,
  turboDatatypes,
  type VectorParams,
} from '../types/vector-types.ts';
import { memoryPlaces, readFlag, readTuning, readVariant } from './read-tuning.ts';

const maxSize = 65_536;
const maxNameBytes = 200;
const denseKeys = ['size', 'distance', 'datatype', 'multivector_config', 'on_disk', 'memory'];
const sparseIndexKeys = ['full_scan_threshold', 'on_disk', 'memory', 'datatype'];

/** Reads `vectors`: one settings object, or several by name. The unnamed vector's name is the empty string. */
export function readDenseParams(value: unknown, context: RequestContext): Record<string, VectorParams> {
  const vectors = readObject(value, 'vectors', context);
  if ('size' in vectors && !isJsonObject(vectors['size'])) {
    return { '': readVectorParams(vectors, 'vectors', context) };
  }
  const byName: Record<string, VectorParams> = {};
  for (const [name, params] of Object.entries(vectors)) {
    requireVectorName(name, 'dense', context);
    setOwn(byName, name, readVectorParams(params, `vectors.${name}`, context));
  }
  return byName;
}

/** Reads `sparse_vectors`: settings by name. */
export function readSparseParams(value: unknown, context: RequestContext): Record<string, SparseVectorParams> {
  const byName: Record<string, SparseVectorParams> = {};
  for (const [name, params] of Object.entries(readObject(value, 'sparse_vectors', context))) {
    requireVectorName(name, 'sparse', context);
    if (name === '') throw wrongInput(context, 'Sparse vector name cannot be empty');
    setOwn(byName, name, readSparseVectorParams(params, `sparse_vectors.${name}`, context));
  }
  return byName;
}

/** Reads the settings of one dense vector or multivector. @throws {VectorStoreError} with status 400, 422 or 501. */
function readVectorParams(value: unknown, path: string, context: RequestContext): VectorParams {
  const params = renameAliases(readObject(value, path, context), { quantization: 'quantization_config' }, context);
  refuseUnknownKeys(params, [...denseKeys, 'hnsw_config', 'quantization_config'], path, context);
  const { size } = params;
  if (!Number.isInteger(size) || (size as number) < 1) {
    throw malformedRequest(context, `${path}.size must be a whole number of at least 1`);
  }
  if ((size as number) > maxSize) {
    throw invalidValue(context, `${path}.size`, `value ${String(size)} invalid, must be from 1 to ${maxSize}`);
  }
  const { distance } = readVariant(params, 'distance', { variants: distances, path }, context);
  if (distance === undefined) throw malformedRequest(context, `missing field \`distance\` in ${path}`);
  return {
    size: size as number,
    distance,
    ...readVariant(params, 'datatype', { variants: [...datatypes, ...turboDatatypes], path }, context),
    ...readComparator(params['multivector_config'] ?? undefined, `${path}.multivector_config`, context),
    ...readFlag(params, 'on_disk', context),
    ...readVariant(params, 'memory', { variants: memoryPlaces, path }, context),
    ...readTuning(params, ['hnsw_config', 'quantization_config'], path, context),
  };
}

/** Reads the settings of one sparse vector. @throws {VectorStoreError} with status 400, 422 or 501. */
export function readSparseVectorParams(value: unknown, path: string, context: RequestContext): SparseVectorParams {
  const params = readObject(value ?? {}, path, context);
  refuseUnknownKeys(params, ['index', 'modifier'], path, context);
  const modifier = readVariant(params, 'modifier', { variants: ['none', 'idf'], path }, context);
  if ((params['index'] ?? undefined) === undefined) return modifier;
  const indexPath = `${path}.index`;
  const index = readObject(params['index'], indexPath, context);
  refuseUnknownKeys(index, sparseIndexKeys, indexPath, context);
  const threshold = index['full_scan_threshold'] ?? undefined;
  if (threshold !== undefined && !(Number.isSafeInteger(threshold) && (threshold as number) >= 0)) {
    throw malformedRequest(context, `${indexPath}.full_scan_threshold must be a whole number`);
  }
  return {
    ...modifier,
    index: {
      ...(threshold === undefined ? {} : { full_scan_threshold: threshold as number }),
      ...readFlag(index, 'on_disk', context),
      ...readVariant(index, 'memory', { variants: memoryPlaces, path: indexPath }, context),
      ...readVariant(index, 'datatype', { variants: datatypes, path: indexPath }, context),
    },
  };
}

/** The settings for a new vector name: for a dense vector or multivector, or for a sparse vector. */
export type NewVector =
  | { readonly kind: 'dense'; readonly params: VectorParams }
  | { readonly kind: 'sparse'; readonly params: SparseVectorParams };

/** Reads `{ dense: ... }` or `{ sparse: ... }` for a new vector name. @throws {VectorStoreError} with status 400, 422, 501. */
export function readNewVector(name: unknown, config: unknown, context: RequestContext): NewVector {
  if (typeof name !== 'string' || name === '') {
    throw invalidValue(context, 'vector_name', 'value invalid, must not be empty');
  }
  const body = readObject(config, 'the vector', context);
  refuseUnknownKeys(body, ['dense', 'sparse'], 'the vector', context);
  const { dense, sparse } = body;
  if (((dense ?? null) === null) === ((sparse ?? null) === null)) {
    throw malformedRequest(context, 'the vector must have either `dense` or `sparse`');
  }
  if ((dense ?? null) !== null) {
    requireVectorName(name, 'dense', context);
    const known = ['size', 'distance', 'datatype', 'multivector_config'];
    refuseUnknownKeys(readObject(dense, 'dense', context), known, 'dense', context);
    return { kind: 'dense', params: readVectorParams(dense, 'dense', context) };
  }
  requireVectorName(name, 'sparse', context);
  const { modifier, datatype, ...others } = readObject(sparse, 'sparse', context);
  refuseUnknownKeys(others, [], 'sparse', context);
  const index = (datatype ?? null) === null ? {} : { index: { datatype } };
  return { kind: 'sparse', params: readSparseVectorParams({ modifier, ...index }, 'sparse', context) };
}

/**
 * Checks a vector's name (qdrant/qdrant lib/common/common/src/validation.rs, `validate_vector_name`).
 *
 * @throws {VectorStoreError} with status 400 when the name is not allowed.
 */
function requireVectorName(name: string, kind: 'dense' | 'sparse', context: RequestContext): void {
  if (Buffer.byteLength(name) > maxNameBytes) {
    throw invalidVectorName(context, kind, name, `vector name must be at most ${maxNameBytes} bytes long`);
  }
  if (name === '.' || name === '..') {
    throw invalidVectorName(context, kind, name, 'vector name cannot be a relative path');
  }
  // oxlint-disable-next-line no-control-regex -- the server names these two characters as well
  const forbidden = /[<>:"/\\|?*\u0000\u001f]/.exec(name);
  if (forbidden !== null) {
    throw invalidVectorName(context, kind, name, `vector name cannot contain "${forbidden[0]}" char`);
  }
}

function readComparator(
  value: unknown,
  path: string,
  context: RequestContext,
): Pick<VectorParams, 'multivector_config'> {
  if (value === undefined) return {};
  const config = readObject(value, path, context);
  refuseUnknownKeys(config, ['comparator'], path, context);
  const { comparator } = readVariant(config, 'comparator', { variants: ['max_sim'], path }, context);
  if (comparator === undefined) throw malformedRequest(context, `missing field \`comparator\` in ${path}`);
  return { multivector_config: { comparator } };
}
