import {
  InvalidArgumentError,
  type OptionKinds,
  requireInteger,
  requireKind,
  requireKnownNames,
  requireOneOf,
  requireOptions,
  type VersionedStore,
} from '@x/core';

import { withClusterOptions } from './vector-store/cluster-client.ts';
import { type ClusterOptions, clusterOptionKinds, requireClusterOptions } from './vector-store/cluster-options.ts';
import { CollectionStore } from './vector-store/collection-store.ts';
import type { StoreClient } from './vector-store/store-client.ts';
import {
  type DenseStoreVector,
  type Distance,
  distances,
  type SparseStoreVector,
  type StoreVectorSettings,
  tokenStorages,
} from './vector-store/store-vectors.ts';

/** Options of {@link createVectorStore} for one dense vector. */
export interface VectorStoreOptions extends ClusterOptions {
  readonly collection: string;
  /** Name of the vector in the collection. @default the unnamed vector */
  readonly using?: string;
  /** Components of each vector, 1 to 65536. */
  readonly dimension: number;
  /** @default 'Cosine' */
  readonly distance?: Distance;
}

/** Options of {@link createVectorStore} for several vectors. */
export interface VectorsStoreOptions extends ClusterOptions {
  readonly collection: string;
  /** The settings of each vector, by its name. */
  readonly vectors: Readonly<Record<string, StoreVectorSettings>>;
}

const oneKinds: OptionKinds<VectorStoreOptions> = {
  collection: 'text',
  using: 'text',
  dimension: 'number',
  distance: 'text',
  ...clusterOptionKinds,
};
const severalKinds: OptionKinds<VectorsStoreOptions> = { collection: 'text', vectors: 'object', ...clusterOptionKinds };
const denseNames: readonly (keyof DenseStoreVector)[] = ['dimension', 'distance', 'multi', 'storage'];
const sparseNames: readonly (keyof SparseStoreVector)[] = ['sparse', 'idf'];

/**
 * Creates the store of a search pipeline over one collection.
 *
 * The first call creates the collection when it does not exist, and checks the vectors of an existing one. The store does not close the client.
 *
 * @throws {InvalidArgumentError} when an option is out of range. Each method throws what the client's methods throw.
 * @example
 * const store = createVectorStore(client, { collection: 'ships', dimension: 2 });
 * await store.upsert([{ id: 1, vector: new Float32Array([1, 0]), payload: { name: 'Argo' } }]);
 * await store.query(new Float32Array([1, 0]), { limit: 1 }); // => [{ id: 1, score: 1, payload: { name: 'Argo' } }]
 */
export function createVectorStore<Payload extends object = Record<string, unknown>>(
  client: StoreClient,
  options: VectorStoreOptions | VectorsStoreOptions,
): VersionedStore<Payload> {
  const hasSeveral = 'vectors' in requireKind(options, 'object', 'options');
  requireOptions(options, hasSeveral ? severalKinds : oneKinds);
  requireClusterOptions(options);
  const { collection, shardKey, cluster } = options;
  return new CollectionStore<Payload>(withClusterOptions(client, options), {
    collection,
    shardKey,
    cluster,
    vectors: vectorsOf(options),
    only: 'vectors' in options ? undefined : options.using,
    ...lowerIsCloserOf(options),
  });
}

function lowerIsCloserOf(options: VectorStoreOptions | VectorsStoreOptions): Pick<VersionedStore, 'lowerIsCloser'> {
  if (!('vectors' in options)) return isDistance(options) ? { lowerIsCloser: true } : {};
  const names = Object.keys(options.vectors).filter((name) => isDistance(options.vectors[name]!));
  return names.length > 0 ? { lowerIsCloser: names } : {};
}

function isDistance(settings: StoreVectorSettings | VectorStoreOptions): boolean {
  return 'distance' in settings && (settings.distance === 'Euclid' || settings.distance === 'Manhattan');
}

/** Returns the settings of the vectors by name. The unnamed vector has the empty string as its name. */
function vectorsOf(options: VectorStoreOptions | VectorsStoreOptions): Readonly<Record<string, StoreVectorSettings>> {
  if (!('vectors' in options)) {
    const { using = '', dimension, distance } = options;
    return requireVectors({ [using]: { dimension, ...(distance && { distance }) } }, '');
  }
  if (Object.keys(options.vectors).length === 0) {
    const expected = 'an object with at least one vector';
    throw new InvalidArgumentError({ parameter: 'vectors', value: options.vectors, expected });
  }
  return requireVectors(options.vectors, 'vectors.');
}

function requireVectors(
  vectors: Readonly<Record<string, StoreVectorSettings>>,
  path: string,
): Readonly<Record<string, StoreVectorSettings>> {
  for (const [name, settings] of Object.entries(vectors)) {
    const at = path === '' ? '' : `${path}${name}.`;
    requireKind(settings, 'object', `${path}${name}`);
    requireKnownNames(settings, 'sparse' in settings ? sparseNames : denseNames, `${path}${name}`);
    if ('sparse' in settings) {
      requireKind(settings.idf ?? false, 'boolean', `${at}idf`);
      continue;
    }
    requireInteger(settings.dimension, `${at}dimension`, { min: 1, max: 65_536 });
    requireOneOf(settings.distance ?? 'Cosine', `${at}distance`, distances);
    requireKind(settings.multi ?? false, 'boolean', `${at}multi`);
    if (settings.storage !== undefined) requireOneOf(settings.storage, `${at}storage`, tokenStorages);
  }
  return vectors;
}
