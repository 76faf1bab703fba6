import type { Schemas } from '@qdrant/js-client-rest';
import { InvalidArgumentError, type OptionKinds, type ProgressListener, requireInteger, requireOptions } from '@x/core';
import { requireCollectionName, type RequestRunner } from '../requests/request-runner.ts';
import { requireParameters } from '../requests/require-parameters.ts';
import { copyPoints } from './copy-points.ts';
import { type CollectionPlan, planMigration } from './plan-migration.ts';
import { verifyCopy } from './verify-copy.ts';

/** Options of `migrate`. */
export interface MigrateOptions {
  /** The names of the collections to copy. @default all */
  readonly collections?: readonly string[];
  /** Points read and written per request, 1 or more. Large points go in smaller batches. @default 256 */
  readonly batchSize?: number;
  /** Batches that are sent to the destination at the same time, 1 to 1024. @default 1 */
  readonly parallel?: number;
  /** Write ordering, when the destination is a cluster. @default the server's default, 'weak' */
  readonly ordering?: Schemas['WriteOrdering'];
  /** Replicas that must agree when a cluster on either side reads a point. @default the server's default, 1 */
  readonly consistency?: Schemas['ReadConsistency'];
  /** Cancels the migration and its pending requests. It then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Reports `upload` events for each collection, in points. */
  readonly onProgress?: ProgressListener;
}

const optionKinds: OptionKinds<MigrateOptions> = {
  collections: 'list',
  batchSize: 'number',
  parallel: 'number',
  ordering: 'text',
  consistency: ['text', 'number'],
  signal: 'signal',
  onProgress: 'function',
};

/** A collection that was copied and verified. */
export interface MigratedCollection {
  readonly name: string;
  readonly points: number;
  /** Payload fields that were indexed. */
  readonly indexes: readonly string[];
  readonly aliases: readonly string[];
}

/** The result of `migrate`. */
export interface MigrationReport {
  readonly collections: readonly MigratedCollection[];
}

/** Copies collections from one place to another; see `QdrantClient.migrate`. */
export async function migrate(
  source: RequestRunner,
  destination: RequestRunner,
  options: MigrateOptions = {},
): Promise<MigrationReport> {
  requireOptions(options, optionKinds);
  const { collections: names, batchSize = 256, parallel = 1, ordering, consistency, signal, onProgress } = options;
  requireInteger(batchSize, 'batchSize', { min: 1 });
  requireInteger(parallel, 'parallel', { min: 1, max: 1024 });
  requireParameters({ ordering, consistency });
  const reading = consistency === undefined ? {} : { consistency };
  for (const name of names ?? []) requireCollectionName(name);
  if (source === destination) {
    const expected = 'another client than the source';
    const problem = () => `destination must be ${expected}.`;
    throw new InvalidArgumentError({ parameter: 'destination', value: 'the same client', expected, problem });
  }
  signal?.throwIfAborted();
  const plans = await planMigration(source, destination, names, signal);
  const collections: MigratedCollection[] = [];
  for (const plan of plans) {
    const { name, count } = plan;
    await makeCollection(destination, plan, signal);
    const copying = { count, batchSize, parallel, ordering, reading, signal, onProgress };
    const sample = await copyPoints(source, destination, name, copying);
    const points = await verifyCopy(source, destination, name, { sample, reading, signal });
    // Aliases come last, so that they never point to an incomplete copy.
    await makeAliases(destination, plan, signal);
    collections.push({ name, points, indexes: plan.indexes.map(([field]) => field), aliases: plan.aliases });
  }
  return { collections };
}

/** Creates the collection if needed, and its payload indexes before any point is stored. */
async function makeCollection(
  destination: RequestRunner,
  { name: collection, settings, later: params, indexes }: CollectionPlan,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (settings !== undefined) {
    await destination.run('createCollection', { collection, body: settings, signal });
    const hasLater = Object.keys(params).length > 0;
    if (hasLater) await destination.run('updateCollection', { collection, body: { params }, signal });
  }
  for (const [field_name, field_schema] of indexes) {
    const body = { wait: true, field_name, field_schema };
    await destination.run('createPayloadIndex', { collection, body, signal });
  }
}

async function makeAliases(
  destination: RequestRunner,
  { name: collection_name, aliases }: CollectionPlan,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (aliases.length === 0) return;
  const actions = aliases.map((alias_name) => ({ create_alias: { collection_name, alias_name } }));
  await destination.run('updateCollectionAliases', { body: { actions }, signal });
}
