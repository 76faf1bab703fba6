import type { PointId } from '@x/core';

import { NaiveCollection, refuseEmptyUpdates, type NaiveRequest, type NaiveSettings } from './naive-collection.ts';
import { refused } from './refused.ts';

/** A call of a database method, as plain data. */
export interface Operation {
  readonly method: string;
  readonly args: readonly unknown[];
}

type AliasAction = Record<string, Record<string, string>>;

/** A model of a database, written for clarity: maps of plain objects, without storage, order or optimization. */
export class NaiveDatabase {
  collections = new Map<string, NaiveCollection>();
  aliases = new Map<string, string>();

  /** Applies an operation to a copy. @throws {Refused} with the status of a database that rejects the operation. */
  after({ method, args }: Operation): NaiveDatabase {
    const next = new NaiveDatabase();
    next.collections = new Map([...this.collections].map(([name, collection]) => [name, collection.copy()]));
    next.aliases = new Map(this.aliases);
    const [first, second, third] = args;
    if (method === 'updateCollectionAliases') next.#changeAliases((first as { actions: AliasAction[] }).actions);
    else if (method.endsWith('Collection')) next.#changeCollections(method, first as string, second as NaiveSettings);
    else {
      // Request validation happens before the collection is looked up.
      const steps = method === 'batchUpdate' ? (second as NaiveRequest).operations! : [{ [snakeCase(method)]: second }];
      for (const step of steps) refuseEmptyUpdates(...(Object.entries(step)[0] as [string, NaiveRequest]));
      changeCollection(next.#find(first as string), method, second, third);
    }
    return next;
  }

  /** Returns everything visible to clients, as plain data in a fixed order. */
  dump(): unknown {
    const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
    // Cloned, because generated values may be objects without a prototype.
    return structuredClone({
      aliases: [...this.aliases].toSorted(byName),
      collections: [...this.collections].toSorted(byName).map(([name, collection]) => [name, collection.dump()]),
    });
  }

  #changeCollections(method: string, name: string, settings: NaiveSettings): void {
    if (method !== 'deleteCollection') {
      if (this.aliases.has(name)) throw refused(400);
      if (method === 'createCollection' && this.collections.has(name)) throw refused(409);
    }
    for (const [alias, target] of this.aliases) if (target === name) this.aliases.delete(alias);
    this.collections.delete(name);
    if (method !== 'deleteCollection') this.collections.set(name, new NaiveCollection(settings));
  }

  #changeAliases(actions: readonly AliasAction[]): void {
    for (const { create_alias: created, delete_alias: deleted, rename_alias: renamed } of actions) {
      if (created !== undefined) this.#point(created['alias_name']!, created['collection_name']!);
      if (deleted !== undefined) this.aliases.delete(deleted['alias_name']!);
      if (renamed === undefined) continue;
      const target = this.aliases.get(renamed['old_alias_name']!);
      if (target === undefined) throw refused(404);
      this.aliases.delete(renamed['old_alias_name']!);
      this.#point(renamed['new_alias_name']!, target);
    }
  }

  #point(alias: string, collection: string): void {
    if (!this.collections.has(collection)) throw refused(404);
    if (this.collections.has(alias)) throw refused(409);
    this.aliases.set(alias, collection);
  }

  #find(name: string): NaiveCollection {
    const collection = this.collections.get(this.aliases.get(name) ?? name);
    if (collection === undefined) throw refused(404);
    return collection;
  }
}

/** Runs a method of one collection. All methods except the few named here are writes of points that a batch also supports. */
function changeCollection(collection: NaiveCollection, method: string, second: unknown, third: unknown): void {
  const request = second as NaiveRequest & { field_name: string; field_schema: unknown };
  if (method === 'createPayloadIndex') collection.indexes[request.field_name] = request.field_schema;
  else if (method === 'deletePayloadIndex') delete collection.indexes[second as string];
  else if (method === 'createVectorName') collection.addVector(second as string, third as never);
  else if (method === 'deleteVectorName') collection.removeVector(second as string);
  else if (method !== 'batchUpdate') collection.write(snakeCase(method), request);
  else for (const step of request.operations!) collection.write(...Object.entries(step)[0]!);
}

function snakeCase(method: string): string {
  return method.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

interface Readable {
  getAliases(): Promise<{ aliases: { alias_name: string; collection_name: string }[] }>;
  getCollections(): Promise<{ collections: { name: string }[] }>;
  getCollection(
    name: string,
  ): Promise<{ payload_schema: object; config: { params: { vectors: object; sparse_vectors?: object } } }>;
  scroll(name: string, request: object): Promise<{ points: { id: PointId }[] }>;
}

/** Returns the data of {@link NaiveDatabase.dump} for a real database. */
export async function dumpDatabase(database: Readable): Promise<unknown> {
  const { aliases } = await database.getAliases();
  const { collections } = await database.getCollections();
  return {
    aliases: aliases.map(({ alias_name, collection_name }) => [alias_name, collection_name]),
    collections: await Promise.all(collections.map(async ({ name }) => [name, await dumpCollection(database, name)])),
  };
}

async function dumpCollection(database: Readable, name: string): Promise<unknown> {
  const { config, payload_schema: schema } = await database.getCollection(name);
  const { vectors, sparse_vectors: sparse = {} } = config.params;
  const { points } = await database.scroll(name, { limit: 10_000, with_vector: true });
  const names = 'size' in vectors ? [''] : Object.keys(vectors);
  return {
    vectors: [...names, ...Object.keys(sparse)].toSorted(),
    indexes: Object.keys(schema).toSorted(),
    points,
  };
}
