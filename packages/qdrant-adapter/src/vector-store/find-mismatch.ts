import type { CollectionPlacement } from './cluster-options.ts';
import type { StoreVectorSettings, TokenStorage } from './store-vectors.ts';
import { fieldOf, type StoreVectors, vectorSettingsOf } from './vector-settings.ts';

/** What a store needs of its collection. */
export interface WantedVectors extends CollectionPlacement {
  readonly vectors: StoreVectors;
  /**
   * Options of the store that are false when it leaves a vector out, by the vector's name. A vector left out must not be in the collection: what the
   * store writes would not be found by one that searches it. @default none
   */
  readonly options?: Readonly<Record<string, string>>;
}

/** Why a collection does not serve a store. */
export interface Mismatch {
  readonly reason: string;
  /** The setting of the store that fits the collection, as a caller writes it; absent when none does. */
  readonly fitting?: string | undefined;
}

/** The first vector in which a collection, described by its parameters, is not what a store needs; `undefined` when there is none. */
export function findMismatch(
  collection: string,
  params: unknown,
  { vectors, options = {}, shardKey }: WantedVectors,
): Mismatch | undefined {
  if (shardKey !== undefined && fieldOf(params, 'sharding_method') !== 'custom') {
    const reason = `The store has a shardKey, but the collection "${collection}" was made without shard keys.`;
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
      reason: `The store fills no vector "${name}", but the collection "${collection}" has one ${describe(found, kept)}. A store that searches it would not find what this one writes.`,
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

/** The settings as a message has them, equal for equal ones; with the storage where it matters. */
function describe(settings: StoreVectorSettings, storage?: TokenStorage | 'other'): string {
  if ('sparse' in settings) return `that is sparse ${settings.idf === true ? 'with' : 'without'} the modifier idf`;
  const { dimension, distance = 'Cosine', multi = false } = settings;
  const kept = storage === 'other' ? ', kept in memory or in another form' : storage && `, kept on disk as ${storage}`;
  return `of ${dimension} components with ${distance}${multi ? ', one for each token' : ''}${kept ?? ''}`;
}
