import type { Schemas } from '@qdrant/js-client-rest';
import type { CollectionName, CollectionTypes } from '../types/collections.ts';
import { type CallOptions, MethodGroup } from './method-group.ts';

/** Options of snapshot calls. */
export interface SnapshotOptions extends CallOptions {
  /** Whether to wait until the server has finished. Without waiting, a call resolves when the server has accepted it. @default true */
  readonly wait?: boolean;
}

type WaitingOptions = SnapshotOptions & { readonly wait?: true };

type Snapshot = Schemas['SnapshotDescription'];

/** Methods for the snapshots of a server. In memory and in a folder they reject with status 501. */
export abstract class SnapshotMethods<Collections extends CollectionTypes> extends MethodGroup {
  /** Returns the snapshots of a collection. */
  listSnapshots(collection: CollectionName<Collections>, options?: CallOptions): Promise<Snapshot[]> {
    return this.runner.run('listSnapshots', { collection, options });
  }

  /** Creates a snapshot of a collection. Resolves to null when `wait` is false. */
  createSnapshot(collection: CollectionName<Collections>, options?: WaitingOptions): Promise<Snapshot>;
  createSnapshot(collection: CollectionName<Collections>, options: SnapshotOptions): Promise<Snapshot | null>;
  createSnapshot(collection: CollectionName<Collections>, options: SnapshotOptions = {}): Promise<Snapshot | null> {
    return this.runner.run('createSnapshot', { collection, parameters: options });
  }

  /** Deletes a snapshot of a collection. */
  deleteSnapshot(
    collection: CollectionName<Collections>,
    snapshot: string,
    options: SnapshotOptions = {},
  ): Promise<boolean> {
    return this.runner.run('deleteSnapshot', { collection, path: { snapshot_name: snapshot }, parameters: options });
  }

  /** Restores a collection from a snapshot at a URL that the server can read. */
  recoverSnapshot(
    collection: CollectionName<Collections>,
    body: Schemas['SnapshotRecover'] & { readonly wait?: boolean },
    options?: CallOptions,
  ): Promise<boolean> {
    return this.runner.run('recoverSnapshot', { collection, body, options });
  }

  /** Returns the snapshots of the whole storage. */
  listFullSnapshots(options?: CallOptions): Promise<Snapshot[]> {
    return this.runner.run('listFullSnapshots', { options });
  }

  /** Creates a snapshot of the whole storage. Resolves to null when `wait` is false. */
  createFullSnapshot(options?: WaitingOptions): Promise<Snapshot>;
  createFullSnapshot(options: SnapshotOptions): Promise<Snapshot | null>;
  createFullSnapshot(options: SnapshotOptions = {}): Promise<Snapshot | null> {
    return this.runner.run('createFullSnapshot', { parameters: options });
  }

  /** Deletes a snapshot of the whole storage. */
  deleteFullSnapshot(snapshot: string, options: SnapshotOptions = {}): Promise<boolean> {
    return this.runner.run('deleteFullSnapshot', { path: { snapshot_name: snapshot }, parameters: options });
  }

  /** Returns the snapshots of a shard. */
  listShardSnapshots(
    collection: CollectionName<Collections>,
    shard: number,
    options?: CallOptions,
  ): Promise<Snapshot[]> {
    return this.runner.run('listShardSnapshots', { collection, path: { shard_id: shard }, options });
  }

  /** Creates a snapshot of a shard. Resolves to null when `wait` is false. */
  createShardSnapshot(
    collection: CollectionName<Collections>,
    shard: number,
    options?: WaitingOptions,
  ): Promise<Snapshot>;
  createShardSnapshot(
    collection: CollectionName<Collections>,
    shard: number,
    options: SnapshotOptions,
  ): Promise<Snapshot | null>;
  createShardSnapshot(
    collection: CollectionName<Collections>,
    shard: number,
    options: SnapshotOptions = {},
  ): Promise<Snapshot | null> {
    return this.runner.run('createShardSnapshot', { collection, path: { shard_id: shard }, parameters: options });
  }

  /** Deletes a snapshot of a shard. */
  deleteShardSnapshot(
    collection: CollectionName<Collections>,
    shard: number,
    snapshot: string,
    options: SnapshotOptions = {},
  ): Promise<boolean> {
    const path = { shard_id: shard, snapshot_name: snapshot };
    return this.runner.run('deleteShardSnapshot', { collection, path, parameters: options });
  }

  /** Restores a shard from a snapshot at a URL that the server can read. */
  recoverShardFromSnapshot(
    collection: CollectionName<Collections>,
    shard: number,
    body: Schemas['ShardSnapshotRecover'] & { readonly wait?: boolean },
    options?: CallOptions,
  ): Promise<boolean> {
    const request = { collection, path: { shard_id: shard }, body, defaults: { wait: true }, options };
    return this.runner.run('recoverShardFromSnapshot', request);
  }
}
