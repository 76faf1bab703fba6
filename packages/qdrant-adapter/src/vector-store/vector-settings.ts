import type { Schemas } from '@qdrant/js-client-rest';
import type { Distance, StoreVectorSettings } from './store-vectors.ts';

/** Vectors by name; the unnamed one's name is the empty string. */
export type StoreVectors = Readonly<Record<string, StoreVectorSettings>>;

/** The body that makes a collection with these vectors. */
export function toCreateRequest(vectors: StoreVectors): Schemas['CreateCollection'] {
  const dense: Record<string, object> = {};
  const sparse: Record<string, object> = {};
  for (const [name, settings] of Object.entries(vectors)) {
    if ('sparse' in settings) sparse[name] = settings.idf === true ? { modifier: 'idf' } : {};
    else {
      const { dimension, distance = 'Cosine', multi = false } = settings;
      dense[name] = { size: dimension, distance, ...(multi && { multivector_config: { comparator: 'max_sim' } }) };
    }
  }
  return {
    vectors: Object.hasOwn(dense, '') ? dense[''] : dense,
    ...(Object.keys(sparse).length > 0 && { sparse_vectors: sparse }),
  } as Schemas['CreateCollection'];
}

/** What a collection's description says of a vector; `undefined` when it has none of that name. */
export function vectorSettingsOf(params: unknown, name: string): StoreVectorSettings | undefined {
  const sparse = fieldOf(fieldOf(params, 'sparse_vectors'), name);
  if (sparse !== undefined) return { sparse: true, idf: fieldOf(sparse, 'modifier') === 'idf' };
  const vectors = fieldOf(params, 'vectors');
  const dense = name === '' ? vectors : fieldOf(vectors, name);
  const [size, distance] = [fieldOf(dense, 'size'), fieldOf(dense, 'distance')];
  if (typeof size !== 'number' || typeof distance !== 'string') return undefined;
  const isMulti = typeof fieldOf(dense, 'multivector_config') === 'object';
  return { dimension: size, distance: distance as Distance, ...(isMulti && { multi: true }) };
}

/** The settings as a message has them, equal for equal ones. */
export function describeSettings(settings: StoreVectorSettings | undefined): string | undefined {
  if (settings === undefined) return undefined;
  if ('sparse' in settings) return `that is sparse ${settings.idf === true ? 'with' : 'without'} the modifier idf`;
  const { dimension, distance = 'Cosine', multi = false } = settings;
  return `of ${dimension} components with ${distance}${multi ? ', one for each token' : ''}`;
}

function fieldOf(value: unknown, key: string): unknown {
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  const field: unknown = isThere ? Reflect.get(value, key) : undefined;
  return field ?? undefined;
}
