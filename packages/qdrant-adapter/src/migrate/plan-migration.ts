import type { Schemas } from '@qdrant/js-client-rest';
import { type PointId, VectorStoreError } from '@x/core';
import type { RequestRunner } from '../requests/request-runner.ts';
import type { RetrievedPoint, ScrollResult } from '../types/points.ts';
import { creationSettings, laterParameters, requireSameVectors } from './collection-settings.ts';

/** Points of the destination to look up in the source, to distinguish an earlier copy from other points. */
const knownSampleSize = 100;

/** What to create at the destination for one collection. */
export interface CollectionPlan {
  readonly name: string;
  /** The body of `createCollection`; undefined when the collection exists already. */
  readonly settings: Record<string, unknown> | undefined;
  /** The parameters to set after the creation; may be empty. */
  readonly later: Record<string, unknown>;
  /** Payload indexes: the field with its `field_schema`. */
  readonly indexes: readonly (readonly [field: string, schema: unknown])[];
  readonly aliases: readonly string[];
  /** Number of points in the source. */
  readonly count: number;
}

/**
 * Plans the copies. Reads from both sides and changes neither.
 *
 * @throws {VectorStoreError} 404 when the source lacks a collection; 409 when the destination uses its name or alias for something else.
 */
export async function planMigration(
  source: RequestRunner,
  destination: RequestRunner,
  names: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<CollectionPlan[]> {
  const original = await collectionNames(source, signal);
  const wanted = names ?? original;
  const strange = wanted.find((name) => !original.includes(name));
  if (strange !== undefined) throw await missing(source, strange, signal);
  const taken = await destination.run<Schemas['CollectionsAliasesResponse']>('getAliases', { signal });
  const existing = new Set(await collectionNames(destination, signal));
  const plans: CollectionPlan[] = [];
  for (const name of new Set(wanted)) {
    const plan = await planCollection(source, destination, { name, exists: existing.has(name) }, signal);
    for (const { alias_name: alias, collection_name: owner } of taken.aliases) {
      const isInTheWay = alias === name || (plan.aliases.includes(alias) && owner !== name);
      if (isInTheWay) throw conflict(name, `"${alias}" is an alias of "${owner}" there. Delete that alias first.`);
    }
    const hidden = plan.aliases.find((alias) => existing.has(alias));
    if (hidden !== undefined)
      throw conflict(name, `its alias "${hidden}" is a collection there. Delete that collection first.`);
    plans.push(plan);
  }
  return plans;
}

async function collectionNames(runner: RequestRunner, signal: AbortSignal | undefined): Promise<string[]> {
  const { collections } = await runner.run<Schemas['CollectionsResponse']>('getCollections', { signal });
  // A server returns them in any order.
  return collections.map(({ name }) => name).toSorted();
}

async function planCollection(
  source: RequestRunner,
  destination: RequestRunner,
  { name, exists }: { readonly name: string; readonly exists: boolean },
  signal: AbortSignal | undefined,
): Promise<CollectionPlan> {
  const where = { collection: name, signal };
  const { config, payload_schema } = await source.run<Schemas['CollectionInfo']>('getCollection', where);
  const settings = creationSettings(name, config, { toServer: destination.backend.remote !== undefined });
  if (exists) {
    const there = await destination.run<Schemas['CollectionInfo']>('getCollection', where);
    requireSameVectors(name, config, there.config);
    await requireKnownPoints(source, destination, name, signal);
  }
  const { aliases } = await source.run<Schemas['CollectionsAliasesResponse']>('getCollectionAliases', where);
  const body = { exact: true };
  const { count } = await source.run<Schemas['CountResult']>('count', { ...where, body });
  return {
    name,
    settings: exists ? undefined : settings,
    later: laterParameters(config),
    indexes: Object.entries(payload_schema)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([field, index]) => (index === undefined ? [] : [[field, index.params ?? index.data_type] as const])),
    aliases: aliases.map(({ alias_name }) => alias_name),
    count,
  };
}

/** Checks that an existing collection is an earlier copy and has no other points. */
async function requireKnownPoints(
  source: RequestRunner,
  destination: RequestRunner,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const bare = { with_payload: false, with_vector: false };
  const page = await destination.run<ScrollResult>('scroll', {
    collection: name,
    body: { ...bare, limit: knownSampleSize },
    signal,
  });
  const ids: PointId[] = page.points.map(({ id }) => id);
  if (ids.length === 0) return;
  const known = await source.run<RetrievedPoint[]>('retrieve', { collection: name, body: { ...bare, ids }, signal });
  const knownIds = new Set(known.map(({ id }) => id));
  const unknown = ids.find((id) => !knownIds.has(id));
  if (unknown === undefined) return;
  throw conflict(
    name,
    `the collection there has points that are not in the source, such as ${unknown}. Delete or rename it.`,
  );
}

/** Returns the error for a name that is no collection. A copy under the name of an alias would be a second collection. */
async function missing(
  source: RequestRunner,
  name: string,
  signal: AbortSignal | undefined,
): Promise<VectorStoreError> {
  const { aliases } = await source.run<Schemas['CollectionsAliasesResponse']>('getAliases', { signal });
  const owner = aliases.find(({ alias_name }) => alias_name === name)?.collection_name;
  const reason =
    owner === undefined
      ? 'the source has no collection of that name. Correct the name in collections.'
      : `it is an alias of "${owner}". Name that collection instead, and its aliases are copied too.`;
  return new VectorStoreError({
    message: `"${name}" cannot be copied: ${reason}`,
    operation: 'migrate',
    collection: name,
    status: 404,
  });
}

function conflict(collection: string, reason: string): VectorStoreError {
  return new VectorStoreError({
    message: `"${collection}" cannot be copied: ${reason}`,
    operation: 'migrate',
    collection,
    status: 409,
  });
}
