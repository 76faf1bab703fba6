import { InvalidArgumentError } from '@x/core';
import { migrate, type MigrateOptions, type MigrationReport } from '../migrate/migrate.ts';
import { MethodGroup } from './method-group.ts';

/** The method that copies collections from one place to another. */
export abstract class MigrationMethods extends MethodGroup {
  /**
   * Copies collections to another client's place, wherever either of them is: configuration, payload indexes, points with all their vectors and
   * payloads, and aliases. Verifies each copy by its number of points and a sample of 100 of them.
   *
   * Everything is looked at before the first change. A collection that is there already is filled up when it has the same vectors, whatever its
   * shards, replicas and indexes, so that an interrupted migration can be run again, and a collection can be made for its cluster first.
   *
   * @throws {VectorStoreError} 404 when there is no such collection, 409 when the destination has something else in its place, and when a copy is
   *   not its original.
   * @throws {UploadError} when the destination fails after points of a collection were stored.
   * @example
   * await using local = new QdrantClient({ path: './qdrant' });
   * await using cluster = new QdrantClient({ url: 'https://example.org:6333', apiKey: 'your key' });
   * await local.migrate(cluster); // => { collections: [{ name: 'ships', points: 3, indexes: [], aliases: [] }] }
   */
  async migrate(destination: MigrationMethods, options?: MigrateOptions): Promise<MigrationReport> {
    if (destination instanceof MethodGroup) return migrate(this.runner, destination.runner, options);
    throw new InvalidArgumentError({ parameter: 'destination', value: destination, expected: 'a QdrantClient' });
  }
}
