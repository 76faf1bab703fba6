import type { Database } from 'lmdb';

import type { Aliases } from '../engine/storage.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointSum } from './point-sum.ts';
import { seal, type Sealed, unseal } from './sealed-entry.ts';

/** The entry of one collection, stored under its name. */
export interface CollectionEntry {
  /** The prefix of the keys of its points. */
  readonly number: number;
  readonly config: CollectionConfig;
}

/** The entry shared by all collections. */
interface StructureEntry {
  /** The names of all collections, sorted. */
  readonly collections: readonly string[];
  readonly aliases: readonly (readonly [alias: string, collection: string])[];
}

/** The trees that contain everything except the points. */
export interface CatalogueTrees {
  readonly collections: Database<Sealed<CollectionEntry>, string>;
  readonly settings: Database<Sealed<StructureEntry> | Sealed<PointSum>, string>;
}

/** The contents of the database except the points. */
export interface Catalogue {
  readonly entries: ReadonlyMap<string, CollectionEntry>;
  /** By collection number. */
  readonly sums: ReadonlyMap<number, PointSum>;
  readonly aliases: Aliases;
}

const structureKey = 'structure';

/** Returns whether a catalogue was ever written. */
export function hasCatalogue({ settings }: CatalogueTrees): boolean {
  return settings.doesExist(structureKey);
}

/** Writes the entry of a collection. */
export function putCollection({ collections }: CatalogueTrees, name: string, entry: CollectionEntry): void {
  void collections.put(name, seal(name, entry));
}

/** Writes the sum that a collection's points must have. */
export function putSum({ settings }: CatalogueTrees, number: number, sum: PointSum): void {
  void settings.put(sumKey(number), seal(sumKey(number), sum));
}

/** Writes the names of all collections and the aliases. */
export function putStructure({ settings }: CatalogueTrees, names: Iterable<string>, aliases: Aliases): void {
  const structure: StructureEntry = { collections: [...names].toSorted(), aliases: [...aliases] };
  void settings.put(structureKey, seal(structureKey, structure));
}

/** Removes the entries of a collection, without its points. */
export function removeCollection({ collections, settings }: CatalogueTrees, name: string, number: number): void {
  void collections.remove(name);
  void settings.remove(sumKey(number));
}

/**
 * Reads the catalogue.
 *
 * @throws {Error} when a part of it is missing or damaged. The message says which part, but not in which file, because the file
 * is unknown here.
 */
export function readCatalogue({ collections, settings }: CatalogueTrees): Catalogue {
  const entries = new Map<string, CollectionEntry>();
  const sums = new Map<number, PointSum>();
  for (const { key: name, value } of collections.getRange()) {
    const entry = unseal(name, value, ['number', 'config']);
    if (entry === undefined) throw new Error(`the entry of collection \`${name}\` is damaged`);
    const key = sumKey(entry.number);
    const sum = unseal(key, settings.get(key) as Sealed<PointSum> | undefined, ['count', 'digest']);
    if (sum === undefined) throw new Error(`the checksum of collection \`${name}\` is missing or damaged`);
    entries.set(name, entry);
    sums.set(entry.number, sum);
  }
  const stored = settings.get(structureKey) as Sealed<StructureEntry> | undefined;
  const structure = unseal(structureKey, stored, ['collections', 'aliases']);
  const names = JSON.stringify([...entries.keys()].toSorted());
  if (structure === undefined || JSON.stringify(structure.collections) !== names) {
    throw new Error('the list of collections is missing or damaged');
  }
  return { entries, sums, aliases: new Map(structure.aliases) };
}

function sumKey(collectionNumber: number): string {
  return `sum/${collectionNumber}`;
}
