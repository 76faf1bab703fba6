import type { Schemas } from '@qdrant/js-client-rest';
import { type OptionKinds, requireInteger, requireOptions } from '@x/core';
import { requireParameters } from '../requests/require-parameters.ts';
import { requireShardKey } from '../requests/shard-key.ts';

/** How a collection lies on a cluster. */
export interface ClusterSettings {
  /** Shards, at least 1; with a shard key those of the key. @default the server's: one for each node, and one for a shard key */
  readonly shardNumber?: number;
  /** Copies of each shard on different nodes, at least 1. @default the server's, 1 unless configured */
  readonly replicationFactor?: number;
  /** Copies that must have applied a write before it counts as done, at least 1. @default the server's, 1 unless configured */
  readonly writeConsistencyFactor?: number;
}

/** What every call of a store says to a cluster. A single process, which has one copy of each point, takes all but `shardKey`, and ignores it. */
export interface ClusterOptions {
  /**
   * Of all writes: whether those of one point are put in order by its leader (`strong`), by the leader of the moment (`medium`), or by whoever is
   * asked (`weak`). @default the server's, 'weak'
   */
  readonly ordering?: Schemas['WriteOrdering'];
  /** Of all reads: the copies that must agree, a number of them, `majority`, `quorum` or `all`. @default the server's, 1 */
  readonly consistency?: Schemas['ReadConsistency'];
  /**
   * Where all points of the store are written and looked for. The first call makes the collection with shard keys when it is absent, and the key when
   * that is. @default none: the server spreads the points
   */
  readonly shardKey?: string | number;
  /** How the collection is made, when the first call makes it. */
  readonly cluster?: ClusterSettings;
}

/** What the first call makes of the options. */
export interface CollectionPlacement {
  readonly shardKey?: string | number | undefined;
  readonly cluster?: ClusterSettings | undefined;
}

export const clusterOptionKinds: OptionKinds<ClusterOptions> = {
  ordering: 'text',
  consistency: ['text', 'number'],
  shardKey: ['text', 'number'],
  cluster: 'object',
};

const settingKinds: OptionKinds<ClusterSettings> = {
  shardNumber: 'number',
  replicationFactor: 'number',
  writeConsistencyFactor: 'number',
};

/** @throws {InvalidArgumentError} when an option is out of its range. */
export function requireClusterOptions({ ordering, consistency, shardKey, cluster }: ClusterOptions): void {
  requireParameters({ ordering, consistency });
  if (shardKey !== undefined) requireShardKey(shardKey, 'shardKey');
  if (cluster === undefined) return;
  for (const [name, value] of Object.entries(requireOptions(cluster, settingKinds, 'cluster'))) {
    if (value !== undefined) requireInteger(value, `cluster.${name}`, { min: 1, max: 2 ** 32 - 1 });
  }
}

/** The part of the body of `createCollection` that says how it lies on a cluster. */
export function toClusterRequest({
  shardKey,
  cluster = {},
}: CollectionPlacement): Partial<Schemas['CreateCollection']> {
  const { shardNumber, replicationFactor, writeConsistencyFactor } = cluster;
  return {
    ...(shardKey !== undefined && { sharding_method: 'custom' }),
    ...(shardNumber !== undefined && { shard_number: shardNumber }),
    ...(replicationFactor !== undefined && { replication_factor: replicationFactor }),
    ...(writeConsistencyFactor !== undefined && { write_consistency_factor: writeConsistencyFactor }),
  };
}
