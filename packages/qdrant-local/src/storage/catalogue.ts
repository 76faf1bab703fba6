import type { Database } from 'lmdb';

import type { Aliases } from '../engine/storage.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { PointSum } from './point-sum.ts';
import { seal, type Sealed, unseal } from './sealed-entry.ts';

/** What is kept of a collection under its name. */
export interface CollectionEntry {
  /** Begins the keys of its points. */
  readonly number: number;
  readonly config: CollectionConfig;
}

/** What is kept of all collections together. */
interface StructureEntry {
  /** The names of all collections, sorted. */
  readonly collections: readonly string[];
  readonly aliases: readonly (readonly [alias: string, collection: string])[];
}

/** The trees that hold everything but the points. */
export interface CatalogueTrees {
  readonly collections: Database<Sealed<CollectionEntry>, string>;
  readonly settings: Database<Sealed<StructureEntry> | Sealed<PointSum>, string>;
}

/** Everything but the points. */
export interface Catalogue {
  readonly entries: ReadonlyMap<string, CollectionEntry>;
  /** By the collection's number. */
  readonly sums: ReadonlyMap<number, PointSum>;
  readonly aliases: Aliases;
}

const structureKey = 'structure';

/** Whether a catalogue was ever written. */
export function hasCatalogue({ settings }: CatalogueTrees): boolean {
  return settings.doesExist(structureKey);
}

/** Writes what is kept of a collection. */
export function putCollection({ collections }: CatalogueTrees, name: string, entry: CollectionEntry): void {
  void collections.put(name, seal(name, entry));
}

/** Writes what a collection's points must sum up to. */
export function putSum({ settings }: CatalogueTrees, number: number, sum: PointSum): void {
  void settings.put(sumKey(number), seal(sumKey(number), sum));
}

/** Writes the names of all collections and the aliases. */
export function putStructure({ settings }: CatalogueTrees, names: Iterable<string>, aliases: Aliases): void {
  const structure: StructureEntry = { collections: [...names].toSorted(), aliases: [...aliases] };
  void settings.put(structureKey, seal(structureKey, structure));
}

/** Removes what is kept of a collection beside its points. */
export function removeCollection({ collections, settings }: CatalogueTrees, name: string, number: number): void {
  void collections.remove(name);
  void settings.remove(sumKey(number));
}

/**
 * Reads what was written.
 *
 * @throws {Error} when something of it is lost or is not what was written; the message says what, the file is unknown here.
 */
export function readCatalogue({ collections, settings }: CatalogueTrees): Catalogue {
  const entries = new Map<string, CollectionEntry>();
  const sums = new Map<number, PointSum>();
  for (const { key: name, value } of collections.getRange()) {
    const entry = unseal(name, value, ['number', 'config']);
    if (entry === undefined) throw new Error(`what it has of collection \`${name}\` is not what was written`);
    const key = sumKey(entry.number);
    const sum = unseal(key, settings.get(key) as Sealed<PointSum> | undefined, ['count', 'digest']);
    if (sum === undefined) throw new Error(`collection \`${name}\` has lost its sum`);
    entries.set(name, entry);
    sums.set(entry.number, sum);
  }
  const stored = settings.get(structureKey) as Sealed<StructureEntry> | undefined;
  const structure = unseal(structureKey, stored, ['collections', 'aliases']);
  const names = JSON.stringify([...entries.keys()].toSorted());
  if (structure === undefined || JSON.stringify(structure.collections) !== names) {
    throw new Error('its list of collections is not what it should be');
  }
  return { entries, sums, aliases: new Map(structure.aliases) };
}

function sumKey(collectionNumber: number): string {
  return `sum/${collectionNumber}`;
}
