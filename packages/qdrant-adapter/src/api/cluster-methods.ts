import type { Schemas } from '@qdrant/js-client-rest';
import type { CollectionName, CollectionTypes } from '../types/collections.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** A request body with an optional `timeout` for the server, in seconds. */
type Timed<Body> = Body & { readonly timeout?: number };

/** Options of `clusterTelemetry`. */
export interface ClusterTelemetryOptions extends CallOptions {
  readonly details_level?: number;
  readonly per_collection?: boolean;
  readonly timeout?: number;
}

/** Options of `getOptimizations`. */
export interface OptimizationsOptions extends CallOptions {
  readonly with?: string;
  readonly completed_limit?: number;
}

/** Methods for a server and its cluster. In memory and in a folder, all except `versionInfo` reject with status 501. */
export abstract class ClusterMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Returns the name and version of the engine. */
  versionInfo(options?: CallOptions): Promise<Schemas['VersionInfo']> {
    return this.runner.run('versionInfo', { options });
  }

  /** Returns the location and state of a collection's shards. */
  collectionClusterInfo(
    collection: CollectionName<Collections>,
    options?: CallOptions,
  ): Promise<Schemas['CollectionClusterInfo']> {
    return this.runner.run('collectionClusterInfo', { collection, options });
  }

  /** Moves, replicates, splits and drops the shards of a collection. */
  updateCollectionCluster(
    collection: CollectionName<Collections>,
    body: Timed<Schemas['ClusterOperations']>,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('updateCollectionCluster', { collection, body, options });
  }

  /** Returns the shard keys of a collection. */
  listShardKeys(collection: CollectionName<Collections>, options?: CallOptions): Promise<Schemas['ShardKeysResponse']> {
    return this.runner.run('listShardKeys', { collection, options });
  }

  /** Adds a shard key to a collection with custom sharding. */
  createShardKey(
    collection: CollectionName<Collections>,
    body: Timed<Schemas['CreateShardingKey']>,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('createShardKey', { collection, body, options });
  }

  /** Removes a shard key with all its points. */
  deleteShardKey(
    collection: CollectionName<Collections>,
    body: Timed<Schemas['DropShardingKey']>,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('deleteShardKey', { collection, body, options });
  }

  /** Returns the telemetry of the whole cluster. */
  clusterTelemetry(options: ClusterTelemetryOptions = {}): Promise<Schemas['DistributedTelemetryData']> {
    return this.runner.run('clusterTelemetry', { parameters: options });
  }

  /** Returns the running, queued and completed optimizations of a collection. */
  getOptimizations(
    collection: CollectionName<Collections>,
    options: OptimizationsOptions = {},
  ): Promise<Schemas['OptimizationsResponse']> {
    return this.runner.run('getOptimizations', { collection, parameters: options });
  }

  /** Returns the quotas of the cluster and their current usage. */
  getQuotas(options?: CallOptions): Promise<Schemas['QuotaStatus']> {
    return this.runner.run('getQuotas', { options });
  }

  /** Replaces the quotas of the cluster. */
  updateQuotas(
    body: Schemas['QuotaConfig'] & { readonly wait?: boolean } = {},
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('updateQuotas', { body, options });
  }
}
