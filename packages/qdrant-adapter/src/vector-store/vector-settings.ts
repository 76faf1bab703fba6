import type { Schemas } from '@qdrant/js-client-rest';
import type { DenseStoreVector, Distance, StoreVectorSettings, TokenStorage } from './store-vectors.ts';

/** Vectors by name. The unnamed vector has the empty string as its name. */
export type StoreVectors = Readonly<Record<string, StoreVectorSettings>>;

/** Returns the body of `createCollection` for these vectors. */
export function toCreateRequest(vectors: StoreVectors): Schemas['CreateCollection'] {
  const dense: Record<string, object> = {};
  const sparse: Record<string, object> = {};
  for (const [name, settings] of Object.entries(vectors)) {
    if ('sparse' in settings) sparse[name] = settings.idf === true ? { modifier: 'idf' } : {};
    else dense[name] = toVectorParams(settings);
  }
  return {
    vectors: Object.hasOwn(dense, '') ? dense[''] : dense,
    ...(Object.keys(sparse).length > 0 && { sparse_vectors: sparse }),
  } as Schemas['CreateCollection'];
}

/** The settings of `createCollection` for each storage, valid for the embedded engine and for a server. */
const storageParams: Readonly<Record<TokenStorage, object>> = {
  float32: {},
  float16: { datatype: 'float16' },
  int8: { quantization_config: { scalar: { type: 'int8', always_ram: false } } },
  int4: { datatype: 'turbo4' },
  bit: { quantization_config: { binary: { always_ram: false } } },
};

function toVectorParams({ dimension, distance = 'Cosine', multi = false, storage }: DenseStoreVector): object {
  return {
    size: dimension,
    distance,
    ...(multi && { multivector_config: { comparator: 'max_sim' } }),
    ...(storage && { on_disk: true, hnsw_config: { m: 0 }, ...storageParams[storage] }),
  };
}

/** Returns the settings of a vector in a collection's parameters; `undefined` when the collection has no such vector. */
export function vectorSettingsOf(params: unknown, name: string): StoreVectorSettings | undefined {
  const sparse = fieldOf(fieldOf(params, 'sparse_vectors'), name);
  if (sparse !== undefined) return { sparse: true, idf: fieldOf(sparse, 'modifier') === 'idf' };
  const vectors = fieldOf(params, 'vectors');
  const dense = name === '' ? vectors : fieldOf(vectors, name);
  const [size, distance] = [fieldOf(dense, 'size'), fieldOf(dense, 'distance')];
  if (typeof size !== 'number' || typeof distance !== 'string') return undefined;
  const isMulti = typeof fieldOf(dense, 'multivector_config') === 'object';
  const storage = storageOf(dense);
  return {
    dimension: size,
    distance: distance as Distance,
    ...(isMulti && { multi: true }),
    ...(storage && { storage }),
  };
}

/** Returns the storage of vectors on disk; `undefined` for vectors in memory and for forms that no store creates. */
function storageOf(params: unknown): TokenStorage | undefined {
  if (fieldOf(params, 'on_disk') !== true) return undefined;
  const quantization = fieldOf(params, 'quantization_config');
  const datatype = fieldOf(params, 'datatype') ?? 'float32';
  if (quantization === undefined) return storageOfDatatype(datatype);
  if (datatype !== 'float32') return undefined;
  const binary = fieldOf(quantization, 'binary');
  if (binary !== undefined) return (fieldOf(binary, 'encoding') ?? 'one_bit') === 'one_bit' ? 'bit' : undefined;
  return fieldOf(fieldOf(quantization, 'scalar'), 'type') === 'int8' ? 'int8' : undefined;
}

function storageOfDatatype(datatype: unknown): TokenStorage | undefined {
  if (datatype === 'turbo4') return 'int4';
  return datatype === 'float32' || datatype === 'float16' ? datatype : undefined;
}

/** Returns a field of an object; `undefined` when it is null or absent. */
export function fieldOf(value: unknown, key: string): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  const field: unknown = isThere ? Reflect.get(value, key) : undefined;
  return field ?? undefined;
}
