import type { Schemas } from '@qdrant/js-client-rest';
import { type OptionKinds, requireInteger, requireOptions } from '@x/core';
import { requireParameters } from '../requests/require-parameters.ts';
import { requireShardKey } from '../requests/shard-key.ts';

/** Shards and replicas of a collection on a cluster. */
export interface ClusterSettings {
  /** Number of shards, at least 1; with a shard key, the shards of that key. @default the server's default: one per node, or one for a shard key */
  readonly shardNumber?: number;
  /** Replicas of each shard on different nodes, at least 1. @default the server's default, 1 unless configured */
  readonly replicationFactor?: number;
  /** Replicas that must apply a write before it succeeds, at least 1. @default the server's default, 1 unless configured */
  readonly writeConsistencyFactor?: number;
}

/** Cluster options of every call of a store. An engine in memory or in a folder accepts and ignores all except `shardKey`. */
export interface ClusterOptions {
  /**
   * How writes of one point are ordered: by the permanent leader (`strong`), by the current leader (`medium`), or by the node that receives the write
   * (`weak`). @default the server's default, 'weak'
   */
  readonly ordering?: Schemas['WriteOrdering'];
  /** Replicas that must agree on every read: a number, `majority`, `quorum` or `all`. @default the server's default, 1 */
  readonly consistency?: Schemas['ReadConsistency'];
  /**
   * The shard key for all reads and writes of the store. The first call creates a missing collection with custom sharding, and creates a missing
   * key. @default none; the server distributes the points
   */
  readonly shardKey?: string | number;
  /** Settings for a collection that the first call creates. */
  readonly cluster?: ClusterSettings;
}

/** The options that the first call uses to create a collection. */
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

/** @throws {InvalidArgumentError} when an option is out of range. */
export function requireClusterOptions({ ordering, consistency, shardKey, cluster }: ClusterOptions): void {
  requireParameters({ ordering, consistency });
  if (shardKey !== undefined) requireShardKey(shardKey, 'shardKey');
  if (cluster === undefined) return;
  for (const [name, value] of Object.entries(requireOptions(cluster, settingKinds, 'cluster'))) {
    if (value !== undefined) requireInteger(value, `cluster.${name}`, { min: 1, max: 2 ** 32 - 1 });
  }
}

/** Returns the cluster settings in the body of `createCollection`. */
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
