import type { Schemas } from '@qdrant/js-client-rest';
import { isDeepStrictEqual } from 'node:util';
import type { OperationName } from '../wire/operations.ts';
import type { BackendCall } from './qdrant-backend.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Determines whether a failed call was applied nevertheless. */
export interface StateCheck {
  /** The read operation that returns the state. */
  readonly look: OperationName;
  /** Returns whether the state is what the call would produce. `state` is `undefined` when the collection does not exist. */
  isApplied(call: BackendCall, state: unknown): boolean;
  /** The result of the call when it succeeds. */
  readonly result: unknown;
}

/**
 * The checks of all calls that a cluster decides by consensus and that fail when repeated. For example, repeating `createCollection` fails when the
 * first attempt created the collection. The reasons are in docs/decisions/0117-qdrant-adapter-look-before-repeating.md.
 */
export const stateChecks: Readonly<Partial<Record<OperationName, StateCheck>>> = {
  createCollection: {
    look: 'getCollection',
    isApplied: ({ body = {} }, state) => state !== undefined && isMadeAs(body, state),
    result: true,
  },
  deleteCollection: {
    look: 'collectionExists',
    isApplied: (_, state) => (state as Schemas['CollectionExistence'] | undefined)?.exists !== true,
    result: true,
  },
  createShardKey: { look: 'listShardKeys', isApplied: hasShardKey, result: true },
  deleteShardKey: { look: 'listShardKeys', isApplied: (...given) => !hasShardKey(...given), result: true },
  updateCollectionAliases: { look: 'getAliases', isApplied: haveAliases, result: true },
  createVectorName: {
    look: 'getCollection',
    isApplied: ({ path, body = {} }, state) => {
      const vector = vectorOf(state, path);
      return vector !== undefined && holds(body['dense'] ?? body['sparse'], vector);
    },
    result: { status: 'completed' },
  },
  deleteVectorName: {
    look: 'getCollection',
    isApplied: ({ path }, state) => vectorOf(state, path) === undefined,
    result: { status: 'completed' },
  },
};

/** Names of settings that a server accepts, by the name with which it describes them. */
const describedAs: Readonly<Record<string, string>> = {
  optimizers_config: 'optimizer_config',
  quantization: 'quantization_config',
  full_scan_threshold_kb: 'full_scan_threshold',
  max_segment_size_kb: 'max_segment_size',
  memmap_threshold_kb: 'memmap_threshold',
  indexing_threshold_kb: 'indexing_threshold',
};

/** Returns whether a collection has every setting in the body of `createCollection`. */
function isMadeAs(body: Fields, state: unknown): boolean {
  const config = fieldOf(state, 'config');
  const { timeout: _timeout, ...settings } = body;
  return Object.entries(settings).every(([name, wanted]) =>
    holds(wanted, settingOf(config, name) ?? fieldOf(fieldOf(config, 'params'), name)),
  );
}

/** Returns whether `found` contains everything in `wanted`. A server adds the settings that it chose itself. */
function holds(wanted: unknown, found: unknown): boolean {
  if (wanted === undefined || wanted === null) return true;
  // A server does not describe a setting that is left to it, such as the number of threads.
  if (wanted === 'auto' && found === undefined) return true;
  // A server stores some numbers in 32 bits.
  if (typeof wanted === 'number' && typeof found === 'number') return Math.fround(wanted) === Math.fround(found);
  if (typeof wanted !== 'object' || Array.isArray(wanted)) return isDeepStrictEqual(wanted, found);
  return Object.entries(wanted).every(([name, value]) => holds(value, settingOf(found, name)));
}

function settingOf(settings: unknown, name: string): unknown {
  return fieldOf(settings, name) ?? fieldOf(settings, describedAs[name] ?? name);
}

function hasShardKey({ body = {} }: BackendCall, state: unknown): boolean {
  const { shard_keys: keys } = (state ?? {}) as Schemas['ShardKeysResponse'];
  return (keys ?? []).some(({ key }) => key === body['shard_key']);
}

/** Determines the collection of each alias after all actions. `null` means any collection. */
function haveAliases({ body = {} }: BackendCall, state: unknown): boolean {
  const wanted = new Map<string, string | null | undefined>();
  for (const action of body['actions'] as readonly Schemas['AliasOperations'][]) {
    if ('create_alias' in action) wanted.set(action.create_alias.alias_name, action.create_alias.collection_name);
    if ('delete_alias' in action) wanted.set(action.delete_alias.alias_name, undefined);
    if (!('rename_alias' in action)) continue;
    const { old_alias_name: former, new_alias_name: name } = action.rename_alias;
    wanted.set(name, wanted.get(former) ?? null);
    wanted.set(former, undefined);
  }
  const { aliases } = (state ?? {}) as Partial<Schemas['CollectionsAliasesResponse']>;
  const found = new Map((aliases ?? []).map(({ alias_name, collection_name }) => [alias_name, collection_name]));
  return [...wanted].every(([name, owner]) => (owner === null ? found.has(name) : found.get(name) === owner));
}

/** Returns the settings of the vector that a call names. */
function vectorOf(state: unknown, path: BackendCall['path']): unknown {
  const params = fieldOf(fieldOf(state, 'config'), 'params');
  const name = String(path?.['vector_name']);
  return fieldOf(fieldOf(params, 'vectors'), name) ?? fieldOf(fieldOf(params, 'sparse_vectors'), name);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? ((value as Fields)[name] ?? undefined)
    : undefined;
}
