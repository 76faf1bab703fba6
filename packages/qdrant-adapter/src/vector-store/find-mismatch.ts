import type { CollectionPlacement } from './cluster-options.ts';
import type { StoreVectorSettings, TokenStorage } from './store-vectors.ts';
import { fieldOf, type StoreVectors, vectorSettingsOf } from './vector-settings.ts';

/** The vectors and cluster settings that a store needs. */
export interface WantedVectors extends CollectionPlacement {
  readonly vectors: StoreVectors;
  /**
   * Options of the store that turn a vector off with false, by the vector's name. A vector that is off must not be in the collection: points that
   * this store writes lack it, so a store that searches it would not find them. @default none
   */
  readonly options?: Readonly<Record<string, string>>;
}

/** The reason why a store cannot use a collection. */
export interface Mismatch {
  readonly reason: string;
  /** The setting of the store that would fit the collection, as the caller writes it; absent when none would. */
  readonly fitting?: string | undefined;
}

/** Returns the first difference between a collection's parameters and the vectors that a store needs, or `undefined`. */
export function findMismatch(
  collection: string,
  params: unknown,
  { vectors, options = {}, shardKey }: WantedVectors,
): Mismatch | undefined {
  if (shardKey !== undefined && fieldOf(params, 'sharding_method') !== 'custom') {
    const reason = `The store has a shardKey, but the collection "${collection}" was created without shard keys.`;
    return { reason, fitting: 'no shardKey' };
  }
  for (const [name, wanted] of Object.entries(vectors)) {
    const found = vectorSettingsOf(params, name);
    const [option, needs] = [options[name], `The store needs ${nameOf(name)} ${describe(wanted, storageOf(wanted))}`];
    if (found === undefined) {
      const reason = `${needs}, but the collection "${collection}" has no such vector.`;
      return { reason, fitting: option && `${option}: false` };
    }
    const [storage, kept] = [storageOf(wanted), storageOf(found)];
    const isSameSpace = describe(wanted) === describe(found);
    if (isSameSpace && (storage === undefined || storage === kept)) continue;
    const has = describe(found, storage && (kept ?? 'other'));
    const fits = isSameSpace && kept !== undefined;
    return {
      reason: `${needs}, but the collection "${collection}" has one ${has}.`,
      fitting: fits ? `${option ?? `vectors.${name}.storage`}: '${kept}'` : undefined,
    };
  }
  return findLeftOut(collection, params, { vectors, options });
}

function findLeftOut(
  collection: string,
  params: unknown,
  { vectors, options }: Required<Pick<WantedVectors, 'vectors' | 'options'>>,
): Mismatch | undefined {
  for (const [name, option] of Object.entries(options)) {
    const found = Object.hasOwn(vectors, name) ? undefined : vectorSettingsOf(params, name);
    if (found === undefined) continue;
    const kept = storageOf(found);
    const value = 'sparse' in found ? 'true' : kept && `'${kept}'`;
    return {
      reason: `The store does not write a vector "${name}", but the collection "${collection}" has one ${describe(found, kept)}. A store that searches it would not find what this one writes.`,
      fitting: value && `${option}: ${value}`,
    };
  }
  return undefined;
}

function nameOf(name: string): string {
  return name === '' ? 'an unnamed vector' : `a vector "${name}"`;
}

function storageOf(settings: StoreVectorSettings): TokenStorage | undefined {
  return 'sparse' in settings ? undefined : settings.storage;
}

/** Describes settings for a message, with the storage if given. Equal settings have equal descriptions. */
function describe(settings: StoreVectorSettings, storage?: TokenStorage | 'other'): string {
  if ('sparse' in settings) return `that is sparse ${settings.idf === true ? 'with' : 'without'} the modifier idf`;
  const { dimension, distance = 'Cosine', multi = false } = settings;
  const kept =
    storage === 'other' ? ', stored in memory or in another form' : storage && `, stored on disk as ${storage}`;
  return `of ${dimension} components with ${distance}${multi ? ', one for each token' : ''}${kept ?? ''}`;
}
